internal import Wire

/// A Singer catalog as runners write it: which streams and columns are selected, and how they are
/// read.
public struct CatalogFile: Sendable {
  /// A stream that is selected.
  public struct SelectedStream: Sendable {
    /// The name of its bookmark.
    public let id: String
    /// The name that its messages bear.
    public let stream: String
    /// The schema of its table; nil for the one that the user named.
    public let schema: String?
    /// The table that it is read from.
    public let table: String
    /// The key; nil for that of the table.
    public let key: [String]?
    /// The column that says what has changed; nil where all is read.
    public let replicationKey: String?
    /// The columns that the catalog knows, and whether each is selected.
    public let columns: [(name: String, isSelected: Bool)]
  }

  /// The streams that are selected, in their order.
  public let entries: [SelectedStream]

  /// Reads a file.
  ///
  /// - Throws: exit code 66 where it cannot be read, 78 where it is no catalog or selects nothing.
  public init(path: String) throws(StageError) {
    let bytes = try Environment.process.contents(of: path)
    let catalog: JSONValue
    do {
      catalog = try bytes.withView { (view) throws(JSONFault) in try JSONValue(parsing: view) }
    } catch {
      throw StageError(.config, "--catalog: \(path): not JSON: \(error.reason)")
    }
    guard let streams = catalog["streams"]?.array else {
      throw StageError(.config, "--catalog: \(path): no catalog, for want of an array streams")
    }
    var selected: [SelectedStream] = []
    for stream in streams {
      if let entry = try Self.entry(stream, path) { selected.append(entry) }
    }
    entries = selected
    guard !entries.isEmpty else {
      throw StageError(
        .config,
        "--catalog: \(path) selects no stream; a stream is selected by \"selected\": true in its "
          + "metadata of the empty breadcrumb"
      )
    }
  }

  private static func entry(
    _ stream: JSONValue,
    _ path: String
  ) throws(StageError) -> SelectedStream? {
    let own = metadata(of: stream, [])
    let isSelected = own?["selected"]?.bool ?? stream["selected"]?.bool
    guard isSelected ?? own?["selected-by-default"]?.bool ?? false else { return nil }
    guard let id = stream["tap_stream_id"]?.string ?? stream["stream"]?.string else {
      throw StageError(.config, "--catalog: \(path): a stream has no tap_stream_id")
    }
    let name = stream["stream"]?.string ?? id
    let method = (own?["replication-method"] ?? stream["replication_method"])?.string
    let column = (own?["replication-key"] ?? stream["replication_key"])?.string
    guard method != "LOG_BASED" else {
      throw StageError(
        .config,
        "--catalog: \(path): stream \(id): LOG_BASED replication is not known here; FULL_TABLE and "
          + "INCREMENTAL are"
      )
    }
    guard method != "INCREMENTAL" || column != nil else {
      throw StageError(
        .config,
        "--catalog: \(path): stream \(id): INCREMENTAL replication needs a replication-key"
      )
    }
    let key = [own?["table-key-properties"], own?["view-key-properties"], stream["key_properties"]]
      .compactMap { $0?.array }.first { !$0.isEmpty }
    return SelectedStream(
      id: id,
      stream: name,
      schema: own?["schema-name"]?.string,
      table: stream["table_name"]?.string ?? name,
      key: key?.compactMap(\.string),
      replicationKey: method == "FULL_TABLE" ? nil : column,
      columns: (stream["schema"]?["properties"]?.members ?? []).map { property in
        let metadata = metadata(of: stream, ["properties", property.key])
        return (property.key, isColumnSelected(metadata))
      }
    )
  }

  private static func isColumnSelected(_ metadata: JSONValue?) -> Bool {
    switch metadata?["inclusion"]?.string {
    case "automatic": true
    case "unsupported": false
    default: metadata?["selected"]?.bool ?? metadata?["selected-by-default"]?.bool ?? true
    }
  }

  /// The metadata of a part of a stream, by its breadcrumb.
  private static func metadata(of stream: JSONValue, _ breadcrumb: [String]) -> JSONValue? {
    stream["metadata"]?.array?.first { item in
      item["breadcrumb"]?.array?.compactMap(\.string) == breadcrumb
    }?["metadata"]
  }
}
