public import PostscriptAPI
public import StageKit
import Wire

/// One run of the sender: counts the batch, and then plans it, or sends it.
public final class SendingRun {
  private let stage: Stage
  private let settings: SendingSettings
  private let client: PostscriptClient
  private let started = Clock.now

  /// Prepares the client; nothing is sent yet.
  ///
  /// - Throws: exit code 64, 73, 77 or 78 for what the client needs.
  public init(
    _ stage: Stage,
    _ client: APIClientOptions,
    _ settings: SendingSettings
  ) throws(StageError) {
    self.stage = stage
    self.settings = settings
    self.retryFor = client.retryFor
    self.client = try PostscriptClient(client)
  }

  private let retryFor: Int

  /// Runs to the end of the input.
  ///
  /// - Throws: ``StageError`` where the run must end.
  public func run() throws {
    defer { stage.count(client.statistics) }
    let plan = try settings.applyPath.map { path throws(StageError) in
      // A plan names everyone whom it creates, in 40 bytes: room for a million and a half.
      try SendingPlan(reading: SmallFile.read(path, limit: 64 << 20))
    }
    var index = JournalIndex()
    let journal = try JournalFile(settings.journalPath, into: &index, stage)
    try ConnectionCheck.confirm(stage, client)
    let oldest = plan.map(\.oldest) ?? oldestNews
    let reader = OutboundReader(callingCode: settings.callingCode, kinds: index.kinds)
    let intake = RecordIntake(reader, oldest: oldest)
    let spool = try BatchSpool(folder: settings.temporaryFolder, stage)
    let count = try count(spool, intake, index)
    try plan?.check(count, keyword: settings.createKeyword, now: started)
    try checkLimit(count)
    if settings.createKeyword != nil { try checkKeyword() }
    let dispatch = try dispatchSettings(count, plan)
    let sending = try SendingPass(
      stage,
      client,
      settings,
      // All of it moves: a second owner would make the first entry copy it.
      Dispatcher(dispatch, journal: consume index),
      intake,
      spool,
      journal,
      batch: count.batch,
      started: started
    )
    try sending.run()
    if let path = settings.planPath {
      let plan = SendingPlan(
        count,
        sending.tally,
        madeAt: started,
        oldest: oldest,
        keyword: settings.createKeyword,
        rejected: stage.counts.rejected
      )
      try PlanFile.write(plan, to: path)
      stage.log.info("records to send in the plan \(path): \(plan.toSend); nothing was sent")
    }
    try sending.checkHeld()
  }

  /// Reads the whole batch into the spool, and counts it.
  ///
  /// The reader ends here: as long as it had the index too, the first entry would copy all of it.
  private func count(
    _ spool: BatchSpool,
    _ intake: RecordIntake,
    _ index: JournalIndex
  ) throws -> BatchCount {
    var reader = BatchReader(stage, settings.wire, intake, spool, index)
    try reader.read()
    return reader.count
  }

  private var oldestNews: Timestamp? {
    let seconds = settings.maxAge.components.seconds
    let (micros, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (oldest, isBeyond) = started.microseconds.subtractingReportingOverflow(micros)
    return overflow || isBeyond ? nil : Timestamp(microseconds: oldest)
  }

  private func checkLimit(_ count: BatchCount) throws(StageError) {
    guard let limit = settings.recordLimit, let text = limit.optionText,
      limit.isExceeded(rejected: count.toSend, read: stage.counts.read, atCommitPoint: true)
    else { return }
    throw StageError(
      .data,
      "\(count.toSend) of \(stage.counts.read) records would be sent, more than --max-records "
        + "\(text) allows; nothing was sent"
    )
  }

  /// Makes sure that the shop has the keyword, before anyone is asked by it.
  private func checkKeyword() throws {
    guard let keyword = settings.createKeyword else { return }
    let outcome = try client.callAlone(stage, HTTPRequest("GET", "/api/v2/keywords")) {
      (response) throws(UnexpectedAnswer) -> [String] in
      let body = try? response.body.withView { try JSONValue(parsing: $0) }
      guard let keywords = body?["keywords"]?.array else {
        throw UnexpectedAnswer("no keywords in the answer")
      }
      return keywords.compactMap { $0["keyword"]?.string }
    }
    let names: [String]
    do throws(CallFailure) { names = try outcome.get() } catch { throw error.stageError }
    guard names.contains(where: { $0.lowercased() == keyword.lowercased() }) else {
      throw StageError(
        .config,
        "--create-with-keyword: the shop has no active keyword \(Excerpt.quoted(keyword)); it has "
          + (names.isEmpty ? "none" : names.map { Excerpt.quoted($0) }.joined(separator: ", "))
      )
    }
  }

  private func dispatchSettings(
    _ count: BatchCount,
    _ plan: SendingPlan?
  ) throws(StageError) -> DispatchSettings {
    var dispatch = DispatchSettings()
    let isRehearsal = settings.planPath != nil
    dispatch.onUnknown = settings.onUnknown
    dispatch.inFlight = client.inFlight
    dispatch.createKeyword = settings.createKeyword
    dispatch.createLimit = isRehearsal ? Int.max : settings.createLimit
    dispatch.plannedCreations = plan?.creations
    dispatch.allowance = count.toSend
    dispatch.optOuts = count.optOuts
    dispatch.batch = count.batch
    dispatch.quietHours = try settings.quiet.map { span throws(StageError) in
      try QuietHours(span)
    }
    dispatch.isRehearsal = isRehearsal
    dispatch.retry = RetryPolicy(budgetSeconds: Double(retryFor))
    var random = SystemRandomNumberGenerator()
    dispatch.seed = random.next()
    return dispatch
  }
}
