/// Which streams and fields of an extractor are wanted: all, or those that a catalog selects.
public struct StreamSelection: Sendable {
  private let entries: [CatalogFile.SelectedStream]?

  /// Everything.
  public init() { entries = nil }

  /// What the catalog in a file selects of the streams that there are; everything without a file.
  ///
  /// - Throws: exit code 66 where it cannot be read, 78 where it is no catalog, selects nothing, or a
  ///   stream that there is not.
  public init(catalog path: String?, among streams: [String]) throws(StageError) {
    guard let path else {
      entries = nil
      return
    }
    let file = try CatalogFile(path: path)
    for entry in file.entries where !streams.contains(entry.stream) {
      let guess = NearestName.of(entry.stream, in: streams).map { "; did you mean \($0)?" } ?? ""
      throw StageError(
        .config,
        "--catalog: \(path): there is no stream \(Excerpt.quoted(entry.stream)) here\(guess)"
      )
    }
    entries = file.entries
  }

  /// True where a stream is wanted.
  public func takes(_ stream: String) -> Bool {
    entries.map { $0.contains { $0.stream == stream } } ?? true
  }

  /// What is left out of the records of a stream; what the catalog does not know is, and is logged.
  ///
  /// - Throws: exit code 78 where the catalog selects a field that the stream does not have.
  public func fields(
    of stream: DiscoveredStream,
    _ log: Logger
  ) throws(StageError) -> FieldSelection {
    guard let entry = entries?.first(where: { $0.stream == stream.name }), !entry.columns.isEmpty
    else { return FieldSelection(dropping: []) }
    let fixed = stream.fixedFields
    for column in entry.columns
    where column.isSelected && !stream.fields.contains(column.name) {
      throw StageError(
        .config,
        "--catalog: stream \(stream.name): there is no field \(Excerpt.quoted(column.name)) (any more)"
      )
    }
    let unknown = stream.fields.filter { field in
      !fixed.contains(field) && !entry.columns.contains { $0.name == field }
    }
    if !unknown.isEmpty {
      log.info(
        "stream \(stream.name): the catalog does not name \(unknown.joined(separator: ", ")), so "
          + "that is left out"
      )
    }
    let deselected = entry.columns.filter { !$0.isSelected && !fixed.contains($0.name) }
    return FieldSelection(dropping: unknown + deselected.map(\.name))
  }
}
