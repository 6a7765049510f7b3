public import StageKit
import Wire

/// Loads Singer messages into the warehouse: stages records, merges at each commit marker, and
/// writes a STATE to standard output only once its transaction is committed.
public final class Loader {
  /// The codes of the rejects that a load can give.
  public static let rejectCodes =
    MessageInput.rejectCodes + [
      .unknownMessage, .invalidSchema, .wrongType, .recordBeforeSchema, .missingValue, .invalidText,
      .unstorableText,
      .textTooLong, .unknownWord, .invalidNumber, .invalidInteger, .outOfRange, .invalidBoolean,
      .invalidDate, .invalidTime, .noSuchDay, .noTimeOfDay, .noOffset,
    ]

  let options: LoadSettings
  let stage: Stage
  private let transactions: Transactions
  private let run: RunRecord
  private let hasMarts: Bool
  private var connection: Connection
  private var streams: StagedStreams
  private var pending = PendingStates()
  /// What the committed STATEs said of coverage, a sentence for each stretch.
  private(set) var covered: [String] = []
  /// True while nothing came after the last STATE.
  private var isStateLast = false
  private(set) var totals = RunTotals()
  private var output: MessageOutput
  private var text: TextPolicy
  private var sequence: Int64 = 0
  private var lastCommit = monotonicSeconds()

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
    run = try RunRecord(schema: options.schema, stage.identity, &connection)
    hasMarts = try SessionSetup.hasMarts(&connection, options)
    streams = StagedStreams(options, stage)
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
        if isStateLast, !pending.isEmpty, input.mustWait() { try commit() }
      }
      let isDue = streams.settleRefreshes(atEnd: true, isOpen: input.endedWithoutState)
      if input.endedWithoutState || !pending.isEmpty || isDue { try commit(atEnd: true) }
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
    case .schema: try streams.takeSchema(&input, &connection)
    case .state: try takeState(&input)
    case .activateVersion: try streams.takeVersion(&input, &connection)
    case .unknown: break
    }
  }

  @inline(__always)
  private func takeRecord(_ input: inout MessageInput) throws {
    stage.counts.read += 1
    isStateLast = false
    guard let staging = try streams.staging(for: &input, &connection) else { return }
    let message: RecordMessage
    let outcome =
      input.isBare
      ? RecordMessage.read(input.scanner.record, input.line, isBare: true)
      : RecordMessage.read(input.scanner.envelope, input.line)
    switch outcome {
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
    try streams.rowAppended(staging, bytes: added, &connection)
  }

  private func takeState(_ input: inout MessageInput) throws {
    text.beginRecord()
    if let fault = input.withState({ pending.take($0, &text) }) {
      return try input.rejectState(fault)
    }
    if text.replaced > 0 { stage.counts[.replacedCharacters] += text.replaced }
    isStateLast = true
    let isDue = monotonicSeconds() - lastCommit >= options.commitInterval.inSeconds
    if isDue { try commit() }
  }

  /// Commits all staged rows with the pending STATE, and then writes that to standard output.
  private func commit(atEnd: Bool = false) throws {
    try streams.send(&connection)
    // Rejects come first: where they end the run, these rows must not be committed.
    try stage.commitPoint()
    if !atEnd { _ = streams.settleRefreshes(atEnd: false) }
    let counts = try runTransaction(atEnd: atEnd)
    count(counts)
    let state = pending.takeCommitted()
    // A STATE on standard output says that its rows are committed: in a dry run none are. What is
    // written is its bare value, as of any target, so that a runner can hand it to the tap again.
    if !state.isEmpty, !options.isDryRun { try state.withView { try output.passState($0) } }
    try streams.forgetRows(atEnd: atEnd, &connection)
  }

  private func runTransaction(atEnd: Bool) throws -> [String: MergeCounts] {
    try streams.makeTables(transactions, &connection)
    let state = pending.stored
    totals.commits += 1
    totals.read = stage.counts.read
    totals.rejected = stage.counts.rejected
    let work = Commit(options: options, run: run, hasMarts: hasMarts, isLast: atEnd)
    let (tables, before) = (streams.tables, totals)
    let covering = pending.covering
    let counts = try transactions.run(&connection, "committing") { connection in
      try work.perform(tables, state: state, covering: covering, before, &connection)
    }
    for sentence in try CoverageStatements.sentences(covering) where !covered.contains(sentence) {
      covered.append(sentence)
    }
    totals.streams = totals.adding(counts)
    lastCommit = monotonicSeconds()
    return counts
  }
}

extension CountName {
  fileprivate static let replacedCharacters = CountName("characters replaced")
}
