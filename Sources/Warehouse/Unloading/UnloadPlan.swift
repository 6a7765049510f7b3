import StageKit
import Wire

/// Finds out which streams a run extracts, and where each begins, before anything is written.
struct UnloadPlan {
  private let settings: UnloadSettings
  private let state: JSONValue
  private let stage: Stage
  private var forms = TypeForms()

  init(_ settings: UnloadSettings, state: JSONValue, _ stage: Stage) {
    self.settings = settings
    self.state = state
    self.stage = stage
  }

  /// The streams in their order.
  ///
  /// - Throws: exit code 66 for a table that is not there, 64 and 78 for what cannot be extracted.
  mutating func streams(_ session: inout UnloadSession) throws -> [UnloadStream] {
    if let path = settings.catalogPath {
      return try CatalogFile(path: path).entries.map { try stream($0, &session) }
    }
    if let query = settings.query { return [try stream(query: query, &session)] }
    return try settings.tables.map { name in
      let table = try session.table(named: name, settings, &forms)
      if settings.writesObservations { return try observed(table, &session) }
      let stream = UnloadStream(
        id: table.id,
        name: settings.stream ?? table.name,
        source: SQLText.identifier(table.schema, table.name),
        columns: table.columns,
        key: settings.key.isEmpty ? table.key : settings.key
      )
      return try placed(stream, settings.replicationKey, session.observed)
    }
  }

  private func observed(
    _ table: SourceTable,
    _ session: inout UnloadSession
  ) throws -> UnloadStream {
    let observations = try Observations(
      of: table.name,
      schema: table.schema,
      &session.connection
    )
    var stream = UnloadStream(
      id: table.id,
      name: table.name,
      source: observations.source(SQLText.identifier(table.schema, table.name)),
      columns: observations.columns(table.columns),
      key: observations.key,
      optionalKey: observations.optionalKey
    )
    stream.isObserved = true
    stream.schema = table.schema
    try check(stream)
    return stream
  }

  private mutating func stream(
    _ entry: CatalogFile.SelectedStream,
    _ session: inout UnloadSession
  ) throws -> UnloadStream {
    var scope = settings
    scope.schema = entry.schema ?? settings.schema
    let table = try session.table(named: entry.table, scope, &forms)
    let key = entry.key ?? table.key
    let automatic = Set(key + [entry.replicationKey].compactMap(\.self))
    for name in entry.columns.filter(\.isSelected).map(\.name) + automatic
    where !table.columns.contains(where: { $0.name == name }) {
      throw StageError(
        .config,
        "--catalog: stream \(entry.id): there is no column \(Excerpt.quoted(name)) (any more)"
      )
    }
    let known = Set(entry.columns.map(\.name))
    let selected = Set(entry.columns.filter(\.isSelected).map(\.name)).union(automatic)
    for column in table.columns where !known.isEmpty && !known.contains(column.name) {
      stage.log.info(
        "stream \(entry.id): the catalog does not name the column \(column.name), so it is left "
          + "out"
      )
    }
    let stream = UnloadStream(
      id: entry.id,
      name: entry.stream,
      source: SQLText.identifier(table.schema, table.name),
      columns: table.columns.filter { known.isEmpty || selected.contains($0.name) },
      key: key
    )
    return try placed(stream, entry.replicationKey, session.observed)
  }

  private mutating func stream(
    query: String,
    _ session: inout UnloadSession
  ) throws -> UnloadStream {
    let name = settings.stream ?? ""
    let path = SQLText.identifier(settings.schema)
    try session.connection.execute("SET LOCAL search_path = \(path), public")
    let text = query.trimmingSuffix { $0 == ";" || $0.isWhitespace }
    let source = "(\n\(text)\n) AS query"
    let columns: [SourceColumn]
    do {
      columns = try SourceTable.columns(of: source, &forms, &session.connection)
    } catch let error as DatabaseError where error.isFaultOfQuery {
      throw StageError(.config, "--query: \(error)")
    }
    let stream = UnloadStream(
      id: name,
      name: name,
      source: source,
      columns: columns,
      key: settings.key
    )
    return try placed(stream, settings.replicationKey, session.observed)
  }

  /// The stream with its replication key, and the place where it begins.
  private func placed(
    _ stream: UnloadStream,
    _ replicationKey: String?,
    _ now: Timestamp
  ) throws(StageError) -> UnloadStream {
    var stream = stream
    try check(stream)
    guard let name = replicationKey else { return stream }
    let column = try column(name, of: stream)
    guard let mark = ReplicationMark(column: column) else {
      throw StageError(
        .config,
        "stream \(stream.name): \(name) is \(column.typeName): a replication key is a time, a day "
          + "or a whole number"
      )
    }
    stream.mark = mark
    if let bookmark = try bookmark(of: stream, mark, now) {
      stream.bookmark = bookmark
      stream.start = mark.start(from: bookmark, overlap: settings.overlap)
      stage.log.info(
        "stream \(stream.id): goes on from its bookmark, \(name) \(mark.text(bookmark))"
      )
    } else if let since = settings.since {
      guard let value = since.withView({ mark.value($0) }) else {
        throw StageError(
          .usage,
          "--since: \(Excerpt.quoted(since)) is no value of \(name), which is \(column.typeName)"
        )
      }
      stream.start = value
    }
    return stream
  }

  private func column(
    _ name: String,
    of stream: UnloadStream
  ) throws(StageError) -> SourceColumn {
    guard let column = stream.columns.first(where: { $0.name == name }) else {
      let guess = NearestName.of(name, in: stream.columns.map(\.name))
      throw StageError(
        .config,
        "stream \(stream.name) has no column \(Excerpt.quoted(name))"
          + (guess.map { "; did you mean \($0)?" } ?? "")
      )
    }
    return column
  }

  private func check(_ stream: UnloadStream) throws(StageError) {
    for name in stream.key { _ = try column(name, of: stream) }
    var names: Set<String> = []
    for column in stream.columns {
      guard names.insert(column.name).inserted else {
        throw StageError(
          .config,
          "stream \(stream.name) has two columns \(Excerpt.quoted(column.name)): name them apart"
        )
      }
      guard column.form.isSupported else {
        throw StageError(
          .config,
          "stream \(stream.name): the column \(column.name) is \(column.typeName), which has no "
            + "form in JSON: deselect it in a catalog, or encode it in a query, as "
            + "encode(\(column.name), 'base64')"
        )
      }
    }
    if stream.key.isEmpty {
      stage.log.warning("stream \(stream.name) has no primary key; --key A,B names one")
    }
  }

  /// The value of the stream's bookmark; nil where the state has none.
  private func bookmark(
    of stream: UnloadStream,
    _ mark: ReplicationMark,
    _ now: Timestamp
  ) throws(StageError) -> Int64? {
    guard let own = state["bookmarks"]?[stream.id], own != .null,
      let value = own["replication_key_value"], value != .null
    else { return nil }
    let place = "--state: the bookmark of \(stream.id)"
    if let column = own["replication_key"]?.string, column != mark.column {
      throw StageError(
        .config,
        "\(place) is one of the column \(column), and this run follows \(mark.column): begin with "
          + "another state"
      )
    }
    guard let number = (value.string ?? value.text).withView({ mark.value($0) }) else {
      throw StageError(.config, "\(place) is no value of \(mark.column): \(value.text)")
    }
    let tolerance: Int64 = mark.kind == .day ? 0 : 300_000_000
    if let latest = mark.latest(at: now), number > latest + tolerance {
      throw StageError(
        .config,
        "\(place), \(mark.text(number)), lies in the future: what changes until then would be "
          + "passed over; set it back to a time before which all is loaded"
      )
    }
    return number
  }
}

extension DatabaseError {
  /// True where a query is wrong or names what is not there, and not for want of rights.
  fileprivate var isFaultOfQuery: Bool { sqlClass == "42" && sqlState != "42501" }
}

extension String {
  fileprivate func trimmingSuffix(where isDropped: (Character) -> Bool) -> Substring {
    var rest = self[...]
    while let last = rest.last, isDropped(last) { rest.removeLast() }
    return rest
  }
}
