import StageKit
import Wire

/// The streams of a load, each with its staging table, and the COPY that fills those.
struct StagedStreams {
  private let options: LoadSettings
  private let stage: Stage
  /// The staging tables; that of the current stream comes last.
  private(set) var tables: [StagingTable] = []
  private var copy = StagingCopy()
  /// How many temporary tables there have been.
  private var number = 0
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

  /// Forgets the rows that a commit has merged, and empties their tables.
  mutating func forgetRows(atEnd: Bool, _ connection: inout Connection) throws {
    // What is temporary goes with the session.
    let filled = atEnd ? [] : tables.filter { $0.rows > 0 }
    // Outside of the commit, which could not hold a lock on each of thousands of tables.
    for start in stride(from: 0, to: filled.count, by: 100) {
      let names = filled[start..<min(start + 100, filled.count)].map(\.qualifiedName)
      try connection.execute("TRUNCATE \(names.joined(separator: ", "))")
    }
    for staging in tables {
      staging.removeRows()
      if staging.isCurrent, staging.refresh.due(atEnd: atEnd) != nil { staging.refresh.finish() }
    }
  }

  /// Makes the tables of streams that need one or more columns, where that is too much for one
  /// transaction: each is a lock, and the server has room for some thousands.
  func makeTables(_ transactions: Transactions, _ connection: inout Connection) throws {
    let registry = StreamRegistry(schema: options.schema)
    let wanted = tables.filter(\.isCurrent).compactMap(\.table.registration)
    guard transactions == .real, wanted.count > Self.tablesPerTransaction else { return }
    let missing = try wanted.filter { try registry.needsWork($0, &connection) }
      .sorted { $0.table < $1.table }
    for start in stride(from: 0, to: missing.count, by: Self.tablesPerTransaction) {
      let part = missing[start..<min(start + Self.tablesPerTransaction, missing.count)]
      try transactions.run(&connection, "making tables") { connection in
        for registration in part { try registry.apply(registration, &connection) }
      }
    }
  }

  private static let tablesPerTransaction = 100

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
    let fault =
      input.isBare
      ? "the stream has no table yet: bare records get one where --key names the fields of its key"
      : "the stream has neither a table nor a SCHEMA before its first record"
    try input.reject(RecordFault(.recordBeforeSchema, fault))
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
    if let known = try registry.registered(name, &connection) {
      let registration = known.isMade ? known.registration : known.noted
      return try open(StreamTable(registration, current: registration.latest), &connection)
    }
    guard isBare, !options.bareKey.isEmpty else { return nil }
    let key = SchemaMessage.distinct(options.bareKey)
    let table = try newTable(name, key: key, properties: [], registry, &connection)
    return try open(table, &connection)
  }

  /// Takes a SCHEMA: makes or grows the plan of a stream that no migration knows.
  mutating func takeSchema(
    _ input: inout MessageInput,
    _ connection: inout Connection
  ) throws {
    let name = input.stream.text
    guard let message = try schema(&input) else { return }
    guard Self.isStorable(name) else {
      return try input.reject(
        RecordFault(.invalidSchema, "no table can have the stream's name", "stream")
      )
    }
    unknown.remove(name)
    if let open = tables.first(where: { $0.holds(input.stream) }), open.table.registration == nil {
      return warnOfKey(message, open.table)
    }
    try copy.finish(&connection)
    let registry = StreamRegistry(schema: options.schema)
    if let table = try registry.canonical(name, &connection) {
      try refuseCopy(message, table)
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

  /// Refuses the rows of another warehouse, which say neither which columns nobody told nor when the
  /// others were observed: unknown values would become known ones of now.
  private func refuseCopy(_ message: SchemaMessage, _ table: StreamTable) throws(StageError) {
    guard !table.knowledge.isEmpty,
      message.properties.contains(where: { $0.name == StreamTable.Metadata.known })
    else { return }
    throw StageError(
      .data,
      "stream \(table.stream): these are rows of a warehouse, without what each source told: extract "
        + "them with --observations"
    )
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
    properties: [SchemaMessage.Property],
    _ registry: StreamRegistry,
    _ connection: inout Connection
  ) throws -> StreamTable {
    var registration = try knownRegistration(name, key: key, registry, &connection)
    guard Set(registration.key) == Set(key) else {
      throw StageError(
        .data,
        "stream \(name): its table has the key \(registration.key.joined(separator: ", ")), and "
          + "the SCHEMA now says \(key.joined(separator: ", ")). Load it under another name"
      )
    }
    // A key that the properties leave out still needs its columns.
    let missing = registration.key.filter { field in !properties.contains { $0.name == field } }
      .map { SchemaMessage.Property(name: $0, type: PropertyType(storedAs: .text)) }
    let adopted = try registration.adopt(properties + missing)
    let left = adopted.filter { $0 == nil }.count
    if left > 0 {
      stage.log.warning("stream \(name): \(left) properties beyond the table's limit go to extra")
    }
    return StreamTable(
      registration,
      current: adopted.compactMap { $0 },
      types: Dictionary(
        (properties + missing).map { ($0.name, $0.type) },
        uniquingKeysWith: { first, _ in first }
      )
    )
  }

  /// What is planned or known of a stream; where its table is gone, only the name of that.
  private func knownRegistration(
    _ name: String,
    key: [String],
    _ registry: StreamRegistry,
    _ connection: inout Connection
  ) throws -> StreamRegistration {
    if let planned = current(name)?.table.registration { return planned }
    if let known = try registry.registered(name, &connection) {
      if known.isMade { return known.registration }
      return StreamRegistration(stream: name, table: known.noted.table, key: key)
    }
    if key.isEmpty {
      stage.log.warning(
        "stream \(name) has no key: its records are added, and a repeat of this load adds them again"
      )
    }
    return StreamRegistration(
      stream: name,
      table: try registry.freeTable(for: name, besides: tables.map(\.table.table), &connection),
      key: key
    )
  }

  /// The table that takes the records of a stream now.
  private func current(_ name: String) -> StagingTable? {
    tables.last { $0.isCurrent && $0.table.stream == name }
  }

  /// Creates the temporary tables of a stream, or takes those of an equal plan; no COPY may be open.
  ///
  /// Rows of an earlier plan stay where they are: a field that their schema did not name was not
  /// known to be empty.
  private mutating func open(
    _ table: StreamTable,
    _ connection: inout Connection
  ) throws -> StagingTable {
    let old = current(table.stream)
    if let old, old.table.columns == table.columns { return old }
    number += 1
    let refresh = old?.refresh ?? StreamRefresh()
    old?.isCurrent = false
    if let old { try copy.send(old, &connection) }
    try copy.finish(&connection)
    if let equal = equalPlan(table) {
      equal.isCurrent = true
      if equal.rows == 0 { equal.generation = number }
      return equal
    }
    for earlier in tables where earlier.table.stream == table.stream {
      if let statement = earlier.widenStatement(to: table) { try connection.execute(statement) }
    }
    let staging = StagingTable(table, number: number, refresh: refresh)
    try connection.execute(staging.createStatement)
    if let statement = staging.createTouchedStatement(schema: options.schema) {
      try connection.execute(statement)
    }
    tables.append(staging)
    return staging
  }

  /// An earlier table of the stream for the same columns that can be used again: one without rows,
  /// since its rows would come before those of the tables after it; or any, where a source changes
  /// its schema to and fro without end.
  private func equalPlan(_ table: StreamTable) -> StagingTable? {
    let earlier = tables.filter { $0.table.stream == table.stream }
    return earlier.last {
      $0.table.columns == table.columns && (earlier.count > Self.planLimit || $0.rows == 0)
    }
  }

  private static let planLimit = 16

  /// Takes an ACTIVATE_VERSION: once the refresh is complete, rows of other versions go.
  mutating func takeVersion(
    _ input: inout MessageInput,
    _ connection: inout Connection
  ) throws {
    guard let index = input.scanner.envelope.lastIndex(named: "version", in: input.line) else {
      return try input.reject(.missing("version"))
    }
    let member = input.scanner.envelope[index]
    guard let version = RecordMessage.wholeNumber(member, input.line) else {
      return try input.reject(.notAWholeNumber(member.value(in: input.line)).of("version"))
    }
    let name = input.stream.text
    if let staging = try current(name) ?? find(name, isBare: false, &connection) {
      staging.refresh.activate(version)
    } else {
      stage.log.warning("stream \(name): ACTIVATE_VERSION before any SCHEMA or RECORD is ignored")
    }
  }

  /// Gives up the full refreshes that cannot be completed, and says why; true where some can be.
  ///
  /// `isOpen` says that no STATE closes the input: records may be missing.
  func settleRefreshes(atEnd: Bool, isOpen: Bool = false) -> Bool {
    var isDue = false
    for staging in tables where staging.isCurrent {
      guard let version = staging.refresh.activated else { continue }
      let due = staging.refresh.due(atEnd: atEnd)
      let stream = "stream \(staging.table.stream): ACTIVATE_VERSION \(version) takes no rows away"
      if due != nil, stage.counts.rejected > 0 {
        stage.log.warning("\(stream), since those of rejected records would be among them")
      } else if let due, !due.hasRecords, staging.table.registration == nil {
        stage.log.warning("\(stream): without records it does not say of which store")
      } else if due != nil, isOpen, staging.refresh.isFollowed {
        stage.log.warning("\(stream), since no STATE says that all records have come")
      } else if due == nil, atEnd {
        stage.log.warning("\(stream), since its records are not of that version")
      } else {
        isDue = isDue || due != nil
        continue
      }
      staging.refresh.finish()
    }
    return isDue
  }
}
