import StageKit
import Wire

/// The streams of a load, each with its staging table, and the COPY that fills those.
struct StagedStreams {
  private let options: LoadSettings
  private let stage: Stage
  /// The staging tables; that of the current stream comes last.
  private(set) var tables: [StagingTable] = []
  private var copy = StagingCopy()
  /// Streams that have no table and no schema, so that each of their records is a reject.
  private var unknown: Set<String> = []

  init(_ options: LoadSettings, _ stage: Stage) {
    self.options = options
    self.stage = stage
  }

  // MARK: - Rows

  /// Notes that a row was appended, and sends what is due.
  @inline(__always)
  mutating func rowAppended(
    _ staging: StagingTable,
    bytes: Int,
    _ connection: inout Connection
  ) throws {
    try copy.rowAppended(staging, bytes: bytes, among: tables, &connection)
  }

  /// Sends all rows to the server, where a commit then merges them.
  mutating func send(_ connection: inout Connection) throws {
    for staging in tables { try copy.send(staging, &connection) }
    try copy.finish(&connection)
  }

  /// Forgets the rows that a commit has merged.
  func forgetRows() {
    for staging in tables {
      staging.rows = 0
      staging.activeVersion = nil
    }
  }

  // MARK: - Tables

  /// The staging table for the stream of the current record; nil where the record was rejected.
  @inline(__always)
  mutating func staging(
    for input: inout MessageInput,
    _ connection: inout Connection
  ) throws -> StagingTable? {
    if let last = tables.last, last.holds(input.stream) { return last }
    return try otherStaging(for: &input, &connection)
  }

  private mutating func otherStaging(
    for input: inout MessageInput,
    _ connection: inout Connection
  ) throws -> StagingTable? {
    if let index = tables.firstIndex(where: { $0.holds(input.stream) }) {
      // The current stream comes last, where it is found at once.
      tables.swapAt(index, tables.count - 1)
      return tables[tables.count - 1]
    }
    let name = input.stream.text
    if !unknown.contains(name), let found = try find(name, isBare: input.isBare, &connection) {
      return found
    }
    // A hostile input with ever new names must not fill memory.
    if unknown.count < 1024 { unknown.insert(name) }
    try input.reject(
      RecordFault(
        .recordBeforeSchema,
        "the stream has neither a table nor a SCHEMA before its first record"
      )
    )
    return nil
  }

  /// Opens a stream that has a table already, or one of bare records that has none.
  private mutating func find(
    _ name: String,
    isBare: Bool,
    _ connection: inout Connection
  ) throws -> StagingTable? {
    guard Self.isStorable(name) else { return nil }
    try copy.finish(&connection)
    let registry = StreamRegistry(schema: options.schema)
    if let table = try registry.canonical(name, &connection) { return try open(table, &connection) }
    if let registration = try registry.registration(name, &connection) {
      return try open(StreamTable(registration, current: registration.latest), &connection)
    }
    guard isBare, !options.bareKey.isEmpty else { return nil }
    let table = try newTable(name, key: options.bareKey, properties: [], registry, &connection)
    return try open(table, &connection)
  }

  /// Takes a SCHEMA: makes or grows the plan of a stream that no migration knows.
  mutating func takeSchema(
    _ input: inout MessageInput,
    _ connection: inout Connection
  ) throws {
    let name = input.stream.text
    guard let message = try schema(&input), Self.isStorable(name) else { return }
    unknown.remove(name)
    if let open = tables.first(where: { $0.holds(input.stream) }), open.table.registration == nil {
      return warnOfKey(message, open.table)
    }
    try copy.finish(&connection)
    let registry = StreamRegistry(schema: options.schema)
    if let table = try registry.canonical(name, &connection) {
      warnOfKey(message, table)
      _ = try open(table, &connection)
      return
    }
    let table = try newTable(
      name,
      key: message.key,
      properties: message.properties,
      registry,
      &connection
    )
    _ = try open(table, &connection)
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
    _ registry: StreamRegistry,
    _ connection: inout Connection
  ) throws -> StreamTable {
    let planned = tables.first { $0.table.stream == name }?.table.registration
    let known = try planned ?? registry.registration(name, &connection)
    var registration =
      try known
      ?? StreamRegistration(
        stream: name,
        table: try registry.freeTable(
          for: name,
          besides: tables.map(\.table.table),
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
  private mutating func open(
    _ table: StreamTable,
    _ connection: inout Connection
  ) throws -> StagingTable {
    if let index = tables.firstIndex(where: { $0.table.stream == table.stream }) {
      let old = tables[index]
      try copy.send(old, &connection)
      try copy.finish(&connection)
      let grown = StagingTable(table, name: old.name)
      grown.rows = old.rows
      grown.activeVersion = old.activeVersion
      if let statement = grown.growStatement(from: old.table) { try connection.execute(statement) }
      tables[index] = grown
      return grown
    }
    let staging = StagingTable(table, name: "staged_\(tables.count + 1)")
    try connection.execute(staging.createStatement)
    if let statement = staging.createTouchedStatement(schema: options.schema) {
      try connection.execute(statement)
    }
    tables.append(staging)
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
    guard let staging = tables.first(where: { $0.holds(input.stream) }) else {
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
  fileprivate var latest: [RegisteredColumn] {
    columns.enumerated().filter { index, column in
      !columns[(index + 1)...].contains { $0.property == column.property }
    }.map(\.element)
  }
}
