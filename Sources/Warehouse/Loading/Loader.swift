public import StageKit
import Wire

/// Loads Singer messages into the warehouse: stages records, merges at each commit marker, and
/// writes a STATE to standard output only once its transaction stands.
public final class Loader {
  /// The codes of the rejects that a load can give.
  public static let rejectCodes =
    MessageInput.rejectCodes + [
      .invalidSchema, .recordBeforeSchema, .missingValue, .invalidText, .unstorableText,
      .textTooLong, .unknownWord, .invalidNumber, .invalidInteger, .outOfRange, .invalidBoolean,
      .invalidDate, .invalidTime, .noSuchDay, .noTimeOfDay, .noOffset,
    ]

  let options: LoadSettings
  let stage: Stage
  var connection: Connection
  let transactions: Transactions
  var streams: [StagingTable] = []
  var copy = StagingCopy()
  /// The line of a STATE whose rows are staged but not committed, else empty.
  var pendingState: [UInt8] = []
  /// The values of all STATEs since the last commit that say what their exports cover.
  var pendingCoverage: [JSONValue] = []
  /// What the committed STATEs said of coverage, a sentence for each stretch.
  var covered: [String] = []
  /// True while nothing came after the last STATE.
  private var isStateLast = false
  let run: RunRecord
  let hasMarts: Bool
  var totals = RunTotals()
  var output: MessageOutput
  private var text: TextPolicy
  private var sequence: Int64 = 0
  var lastCommit = monotonicSeconds()
  /// Streams that have no table and no schema, so that each of their records is a reject.
  var unknownStreams: Set<String> = []

  /// Connects and brings the schema up to date.
  public static func open(
    _ settings: ConnectionSettings,
    _ options: LoadSettings,
    _ stage: Stage
  ) throws(StageError) -> Loader {
    do {
      return try Loader(settings, options, stage)
    } catch {
      throw StageError(describing: error)
    }
  }

  private init(_ settings: ConnectionSettings, _ options: LoadSettings, _ stage: Stage) throws {
    self.options = options
    self.stage = stage
    connection = try SessionSetup.connect(settings, options, stage)
    transactions = options.isDryRun ? .dry : .real
    if options.isDryRun { try connection.execute("BEGIN") }
    try SessionSetup.migrate(&connection, options, transactions, stage)
    try Merge.prepare(&connection)
    try CoverageStatements.prepare(&connection)
    run = try RunRecord(schema: options.schema, &connection)
    hasMarts = try SessionSetup.hasMarts(&connection, options)
    output = MessageOutput(stage)
    text = TextPolicy(options.invalidText)
  }

  /// Loads everything that the input holds.
  ///
  /// Throws `StageError`; what came after the last commit is then rolled back.
  public func load(_ input: inout MessageInput) throws {
    do {
      while let kind = try input.next() {
        try take(kind, &input)
        // What a STATE has closed should not wait until a slow source goes on.
        if isStateLast, !pendingState.isEmpty, input.mustWait() { try commit() }
      }
      if input.endedWithoutState || !pendingState.isEmpty { try commit() }
      if options.requiresCoverage {
        try CoverageStatements(schema: options.schema).checkHoles(&connection)
      }
      if options.isDryRun { try connection.execute("ROLLBACK") }
    } catch {
      noteRolledBack()
      throw StageError(describing: error)
    }
    report()
  }

  private func take(_ kind: MessageKind, _ input: inout MessageInput) throws {
    switch kind {
    case .record: try takeRecord(&input)
    case .schema: try takeSchema(&input)
    case .state: try takeState(input)
    case .activateVersion: try takeVersion(&input)
    case .unknown: break
    }
  }

  @inline(__always)
  private func takeRecord(_ input: inout MessageInput) throws {
    stage.counts.read += 1
    isStateLast = false
    guard let staging = try staging(for: &input) else { return }
    let message: RecordMessage
    switch RecordMessage.read(input.scanner.envelope, input.line) {
    case .success(let read): message = read
    case .failure(let fault):
      try input.reject(fault)
      return
    }
    sequence += 1
    let before = staging.buffer.count
    let fault = staging.append(
      message,
      input.scanner.record,
      input.line,
      sequence: sequence,
      &text
    )
    if let fault {
      try input.reject(fault)
      return
    }
    if text.replaced > 0 { stage.counts[.replacedCharacters] += text.replaced }
    let added = staging.buffer.count - before
    try copy.rowAppended(staging, bytes: added, among: { streams }, &connection)
  }

  private func takeState(_ input: borrowing MessageInput) throws {
    isStateLast = true
    pendingState = input.line.array
    if let statement = Coverage.statement(in: input.line) { pendingCoverage.append(statement) }
    let isDue = monotonicSeconds() - lastCommit >= options.commitInterval.inSeconds
    if isDue { try commit() }
  }
}

extension CountName {
  fileprivate static let replacedCharacters = CountName("characters replaced")
}
