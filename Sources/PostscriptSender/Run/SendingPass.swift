import PostscriptAPI
import StageKit
import Wire

/// The second pass over a batch: does what the ``Dispatcher`` says, with files, sockets and clocks.
final class SendingPass {
  private let stage: Stage
  private let client: PostscriptClient
  private let pool: CallPool<Int, HTTPResponse>
  private let spool: BatchSpool
  private let journal: JournalFile
  private let log: SyncLog?
  private let batch: UInt64
  private let started: Timestamp
  private let isRehearsal: Bool
  private var dispatcher: Dispatcher
  private var intake: RecordIntake
  private var output: MessageOutput
  private var notices = RetryNotices()
  private var ordinal = 0
  private var hasMore = true
  private var waiting: [Int: SpooledMessage] = [:]
  /// What a rehearsal has counted.
  private(set) var tally = PlanTally()

  init(
    _ stage: Stage,
    _ client: PostscriptClient,
    _ settings: SendingSettings,
    _ dispatcher: Dispatcher,
    _ intake: RecordIntake,
    _ spool: BatchSpool,
    _ journal: JournalFile,
    batch: UInt64,
    started: Timestamp
  ) throws(StageError) {
    self.stage = stage
    self.client = client
    self.dispatcher = dispatcher
    self.intake = intake
    self.spool = spool
    self.journal = journal
    self.batch = batch
    self.started = started
    isRehearsal = settings.planPath != nil
    pool = CallPool(attempting: client, limit: client.inFlight)
    output = MessageOutput(stage)
    var random = SystemRandomNumberGenerator()
    let run = started.text + "-" + RecordKey.hexadecimal(random.next())
    log = try settings.syncLogPath.map { path throws(StageError) in
      try SyncLog(path, run: run, store: settings.store)
    }
  }

  /// Runs until all is done, or something ends the run and what was under way is done.
  func run() throws {
    while true {
      do { try stage.checkpoint() } catch { dispatcher.stop(error) }
      try fill()
      let step = dispatcher.next(at: Clock.monotonicNanoseconds)
      try perform(step)
      if dispatcher.isIdle, !hasMore || dispatcher.ending != nil { break }
      guard !step.calls.isEmpty || pool.underWay > 0 || step.wakeAt != nil else { continue }
      if let (ticket, outcome) = pool.next() {
        let answer = CallAnswer(outcome)
        dispatcher.take(answer, to: ticket, at: Clock.monotonicNanoseconds)
      }
      if let notice = notices.take() { stage.log.warning(notice) }
    }
    try perform(dispatcher.conclude())
    try journal.sync()
    try log?.finish()
    try output.flush()
    if let ending = dispatcher.ending { throw ending }
  }

  /// Says that something was held back, where it was.
  ///
  /// - Throws: exit code 75, so that whoever runs this runs it again.
  func checkHeld() throws(StageError) {
    let count = stage.counts[.held]
    guard count > 0, !isRehearsal else { return }
    throw StageError(
      .tempFail,
      "\(count) records are held back by --quiet-hours: run the same again later; the STATE before "
        + "them is the last one that was written"
    )
  }

  // MARK: In

  private func fill() throws {
    // Not all at once: what became of them is to be dealt with, too.
    var room = 1000
    while hasMore, room > 0, dispatcher.wantsRecords {
      guard let entry = try spool.next() else {
        hasMore = false
        return
      }
      room -= 1
      switch entry.kind {
      case .state: dispatcher.takeState(BatchMessage.stateValue(entry.text))
      case .schema:
        guard let stream = BatchMessage.stream(entry) else { continue }
        let schema = try BatchMessage.schema(entry.text, line: entry.line)
        intake.reader.declare(stream, schema)
      case .record, .bareRecord: try take(entry)
      }
    }
  }

  private func take(_ entry: SpooledMessage) throws {
    guard let (stream, value) = BatchMessage.record(entry) else {
      throw StageError(.software, "line \(entry.line) is not what it was")
    }
    do throws(RecordFault) {
      switch try intake.take(stream, value) {
      case .nobody: break
      case .tooOld(let record):
        ordinal += 1
        stage.counts.skipped += 1
        stage.counts[.tooOld] += 1
        log?.add(record, line: entry.line, "too_old", "", batch: batch)
      case .record(let record):
        ordinal += 1
        waiting[ordinal] = entry
        stage.counts[.nulls] += record.nulls
        dispatcher.take(record, ordinal: ordinal, line: entry.line, now: started)
      }
    } catch {
      throw StageError(.software, "line \(entry.line): \(error.reason)")
    }
  }

  // MARK: Out

  private func perform(_ step: DispatchStep) throws {
    for entry in step.journal { journal.append(entry) }
    if step.calls.isEmpty, step.states.isEmpty { try journal.write() } else { try journal.sync() }
    for note in step.notes { log?.add(note, batch: batch) }
    for outcome in step.outcomes { take(outcome) }
    for repetition in step.repetitions {
      stage.counts[.retries] += 1
      notices.add(
        repetition.words,
        attempt: repetition.attempt,
        at: Clock.monotonicNanoseconds
      )
    }
    try log?.flush()
    // A reject that nobody set aside is not behind anyone.
    if !isRehearsal, dispatcher.ending == nil {
      for state in step.states { try state.withView { try output.passState($0) } }
    }
    for call in step.calls {
      pool.submit(call.number, call.request) { (response) throws(UnexpectedAnswer) in response }
    }
  }

  private func take(_ outcome: RecordOutcome) {
    let entry = waiting.removeValue(forKey: outcome.ordinal)
    if isRehearsal { tally.add(outcome) }
    var words = ""
    switch outcome.fate {
    case .accepted, .created: stage.counts.written += 1
    case .rehearsed: stage.counts.skipped += 1
    case .emailIgnored:
      stage.counts.written += 1
      words = "the subscriber keeps another email address"
    case .duplicate, .unchanged: stage.counts.deduplicated += 1
    case .older, .noSubscriber, .redacted, .optedOut, .unknown, .held: stage.counts.skipped += 1
    case .rejected(let fault): words = fault.reason
    case .unanswered(let fault): words = fault.reason
    }
    count(outcome.fate)
    switch outcome.fate {
    case .accepted, .created, .rehearsed, .duplicate, .unchanged: break
    case .rejected(let fault) where fault.code == .refused || fault.code == .notFound:
      reject(fault, outcome, entry)
    case .rejected(let fault):
      log?.add(outcome.record, line: outcome.line, outcome.fate.name, words, batch: batch)
      reject(fault, outcome, entry)
    case .unanswered(let fault):
      if stage.rejects.isOpen { reject(fault, outcome, entry) }
    case .emailIgnored, .older, .noSubscriber, .redacted, .optedOut, .unknown, .held:
      log?.add(outcome.record, line: outcome.line, outcome.fate.name, words, batch: batch)
    }
  }

  private func count(_ fate: RecordOutcome.Fate) {
    switch fate {
    case .created: stage.counts[.created] += 1
    case .emailIgnored:
      stage.counts[.emailIgnored] += 1
      if stage.counts[.emailIgnored] == 1 {
        stage.log.warning(
          "an email address was accepted and ignored, as the API does where the subscriber has one and "
            + "a Shopify customer is linked; such are counted"
        )
      }
    case .unchanged: stage.counts[.unchanged] += 1
    case .older: stage.counts[.older] += 1
    case .noSubscriber: stage.counts[.noSubscriber] += 1
    case .redacted: stage.counts[.redacted] += 1
    case .optedOut: stage.counts[.optedOut] += 1
    case .unknown: stage.counts[.unknown] += 1
    case .held: stage.counts[.held] += 1
    case .rehearsed: stage.counts[.toSend] += 1
    case .accepted, .duplicate, .rejected, .unanswered: break
    }
  }

  private func reject(
    _ fault: RecordFault,
    _ outcome: RecordOutcome,
    _ entry: SpooledMessage?
  ) {
    let input = entry.map(BatchMessage.original) ?? []
    do throws(StageError) {
      try input.withView { (view) throws(StageError) in
        try stage.reject(
          Reject(fault, stream: outcome.record.stream.rawValue, line: outcome.line, input: view)
        )
      }
    } catch {
      // What is under way comes to its end all the same, and into the journal.
      dispatcher.stop(error)
    }
  }
}

extension CountName {
  fileprivate static let created = CountName("created")
  fileprivate static let emailIgnored = CountName("email ignored")
  fileprivate static let held = CountName("held back")
  fileprivate static let noSubscriber = CountName("no subscriber")
  fileprivate static let nulls = CountName("null properties left out")
  fileprivate static let older = CountName("older")
  fileprivate static let optedOut = CountName("opted out")
  fileprivate static let retries = CountName("repetitions")
  fileprivate static let redacted = CountName("redacted")
  fileprivate static let toSend = CountName("to send")
  fileprivate static let tooOld = CountName("too old")
  fileprivate static let unchanged = CountName("unchanged")
  fileprivate static let unknown = CountName("unknown")
}
