import StageKit
import Wire

extension Loader {
  /// The staging table for the stream of the current record; nil where the record was rejected.
  @inline(__always)
  func staging(for input: inout MessageInput) throws -> StagingTable? {
    if let last = streams.last, last.holds(input.stream) { return last }
    return try otherStaging(for: &input)
  }

  private func otherStaging(for input: inout MessageInput) throws -> StagingTable? {
    if let index = streams.firstIndex(where: { $0.holds(input.stream) }) {
      // The current stream comes last, where it is found at once.
      streams.swapAt(index, streams.count - 1)
      return streams[streams.count - 1]
    }
    let name = input.stream.text
    if !unknownStreams.contains(name), let found = try find(name, isBare: input.isBare) {
      return found
    }
    // A hostile input with ever new names must not fill memory.
    if unknownStreams.count < 1024 { unknownStreams.insert(name) }
    try input.reject(
      RecordFault(
        .recordBeforeSchema,
        "the stream has neither a table nor a SCHEMA before its first record"
      )
    )
    return nil
  }

  /// Opens a stream that has a table already, or one of bare records that has none.
  private func find(_ name: String, isBare: Bool) throws -> StagingTable? {
    guard Self.isStorable(name) else { return nil }
    try copy.finish(&connection)
    let registry = StreamRegistry(schema: options.schema)
    if let table = try registry.canonical(name, &connection) { return try open(table) }
    if let registration = try registry.registration(name, &connection) {
      return try open(StreamTable(registration, current: registration.latest))
    }
    guard isBare, !options.bareKey.isEmpty else { return nil }
    return try open(
      try newTable(name, key: options.bareKey, properties: [], registry)
    )
  }

  /// Takes a SCHEMA: makes or grows the plan of a stream that no migration knows.
  func takeSchema(_ input: inout MessageInput) throws {
    let name = input.stream.text
    guard let message = try schema(&input), Self.isStorable(name) else { return }
    unknownStreams.remove(name)
    if let open = streams.first(where: { $0.holds(input.stream) }), open.table.registration == nil {
      return warnOfKey(message, open.table)
    }
    try copy.finish(&connection)
    let registry = StreamRegistry(schema: options.schema)
    if let table = try registry.canonical(name, &connection) {
      warnOfKey(message, table)
      _ = try open(table)
      return
    }
    _ = try open(try newTable(name, key: message.key, properties: message.properties, registry))
  }

  /// A NUL in a stream's name could not be stored, not even in the registry.
  private static func isStorable(_ name: String) -> Bool {
    !name.isEmpty && !name.utf8.contains(0)
  }

  private func schema(_ input: inout MessageInput) throws -> SchemaMessage? {
    do {
      return try SchemaMessage(try JSONValue(parsing: input.line))
    } catch let fault as RecordFault {
      try input.reject(fault)
      return nil
    }
  }

  private func warnOfKey(_ message: SchemaMessage, _ table: StreamTable) {
    guard !message.key.isEmpty, !table.accepts(key: message.key) else { return }
    stage.log.warning(
      "stream \(table.stream): its SCHEMA names the key \(message.key.joined(separator: ", ")); "
        + "the table's own is \(table.key.joined(separator: ", ")), and that counts"
    )
  }

  /// The plan for a stream by its schema, on top of what is registered or planned already.
  private func newTable(
    _ name: String,
    key: [String],
    properties: [(name: String, type: ColumnType)],
    _ registry: StreamRegistry
  ) throws -> StreamTable {
    let planned = streams.first { $0.table.stream == name }?.table.registration
    let known = try planned ?? registry.registration(name, &connection)
    var registration =
      try known
      ?? StreamRegistration(
        stream: name,
        table: try registry.freeTable(
          for: name,
          besides: streams.map(\.table.table),
          &connection
        ),
        key: key
      )
    guard Set(registration.key) == Set(key) else {
      throw StageError(
        .data,
        "stream \(name): its table has the key \(registration.key.joined(separator: ", ")), and "
          + "the SCHEMA now says \(key.joined(separator: ", ")). Load it under another name"
      )
    }
    // A key that the properties leave out still needs its columns.
    let missing = registration.key.filter { field in !properties.contains { $0.name == field } }
    let adopted = try registration.adopt(properties + missing.map { ($0, .text) })
    let left = adopted.filter { $0 == nil }.count
    if left > 0 {
      stage.log.warning("stream \(name): \(left) properties beyond the table's limit go to extra")
    }
    return StreamTable(registration, current: adopted.compactMap { $0 })
  }

  /// Creates or extends the temporary tables of a stream; no COPY may be open.
  private func open(_ table: StreamTable) throws -> StagingTable {
    if let index = streams.firstIndex(where: { $0.table.stream == table.stream }) {
      let old = streams[index]
      try copy.send(old, &connection)
      try copy.finish(&connection)
      let grown = StagingTable(table, name: old.name)
      grown.rows = old.rows
      grown.activeVersion = old.activeVersion
      if let statement = grown.growStatement(from: old.table) { try connection.execute(statement) }
      streams[index] = grown
      return grown
    }
    let staging = StagingTable(table, name: "staged_\(streams.count + 1)")
    try connection.execute(staging.createStatement)
    if let statement = staging.createTouchedStatement(schema: options.schema) {
      try connection.execute(statement)
    }
    streams.append(staging)
    return staging
  }

  /// Takes an ACTIVATE_VERSION: at the next commit, rows of earlier versions go.
  ///
  /// Tables that migrations made are merged only: there a source that lost rows loses none here.
  func takeVersion(_ input: inout MessageInput) throws {
    guard let index = input.scanner.envelope.lastIndex(named: "version", in: input.line) else {
      return try input.reject(.missing("version"))
    }
    let member = input.scanner.envelope[index]
    guard let version = RecordMessage.wholeNumber(member, input.line) else {
      return try input.reject(.notAWholeNumber(member.value(in: input.line)).of("version"))
    }
    guard let staging = streams.first(where: { $0.holds(input.stream) }) else {
      stage.log.warning(
        "stream \(input.stream.text): ACTIVATE_VERSION before any SCHEMA or RECORD is ignored"
      )
      return
    }
    if staging.table.registration != nil { staging.activeVersion = version }
  }
}

extension StreamRegistration {
  /// For each property the column that was registered last.
  fileprivate var latest: [Column] {
    columns.enumerated().filter { index, column in
      !columns[(index + 1)...].contains { $0.property == column.property }
    }.map(\.element)
  }
}
