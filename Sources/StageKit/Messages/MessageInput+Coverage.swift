public import Wire

extension MessageInput {
  /// Hands over the line of a STATE.
  ///
  /// Where records of a stream were lost, it says of the stream that its export is not complete: what
  /// was rejected, or gave way to an older record, is not what the export lacks.
  public func withState<Result, Failure: Error>(
    _ body: (ByteView) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard !stage.lost.isEmpty, let marked = marked() else { return try body(line) }
    return try marked.withView(body)
  }

  /// The STATE without the claim that exports are complete of which records were lost; nil where it
  /// makes none.
  private func marked() -> [UInt8]? {
    guard Coverage.statement(in: line) != nil, let message = try? JSONValue(parsing: line),
      let value = message["value"], let streams = value["bookmarks"]?.members
    else { return nil }
    let bookmarks = streams.map { stream, bookmark in
      (key: stream, value: stage.lost.contains(stream) ? Self.incomplete(bookmark) : bookmark)
    }
    let changed = value.setting("bookmarks", .object(bookmarks))
    return Array(message.setting("value", changed).text.utf8)
  }

  private static func incomplete(_ bookmark: JSONValue) -> JSONValue {
    guard let covers = bookmark["covers"]?.array else { return bookmark }
    // A shard of which a record is missing does not make the others whole.
    let marked = covers.filter { $0["part"]?.string == nil }
      .map { $0.setting("complete", .bool(false)) }
    return bookmark.setting("covers", .array(marked))
  }
}
