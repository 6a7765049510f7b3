import PostscriptAPI
public import StageKit
public import Wire

/// Decides what is sent when: the sender without sockets, files and clocks.
///
/// It is given records and STATEs in order, answers and the time, and says what the journal must
/// hold, which requests go then, what became of records and which STATEs may pass. What a ``DispatchStep``
/// lists is done in that order: the journal first, and on the disk before a request or a STATE
/// leaves.
public struct Dispatcher: Sendable {
  private let settings: DispatchSettings
  /// What is known of what was sent.
  public private(set) var journal: JournalIndex
  /// Why the run must end; what is under way still comes to its end.
  public private(set) var ending: StageError?
  private var sent = 0
  private var items: [Int: DispatchItem] = [:]
  private var nextTicket = 0
  private var queues = PersonQueues()
  private var markers = StateMarkers()
  private var book: LookupBook
  private var lookups: [Int: LookupBook.Lookup] = [:]
  private var nextLookup = 0
  private var calls: CallQueue
  private var held: Set<String> = []
  private var isFilling = true
  private var step = DispatchStep()

  /// Prepares a run with what earlier ones have left in the journal.
  public init(_ settings: DispatchSettings, journal: JournalIndex) {
    self.settings = settings
    self.journal = journal
    book = LookupBook(window: settings.window)
    calls = CallQueue(limit: settings.inFlight, policy: settings.retry, seed: settings.seed)
  }

  /// Whether more records are wanted: once half of those held are done, until there are as many as
  /// can be.
  public var wantsRecords: Bool { ending == nil && isFilling }

  /// Whether nothing is left to do but to read on.
  public var isIdle: Bool { calls.isQuiet && (ending != nil || items.isEmpty) }

  // MARK: What comes in

  /// Takes the next record, with its place in the batch and its line in the input.
  public mutating func take(_ record: OutboundRecord, ordinal: Int, line: Int, now: Timestamp) {
    let ticket = nextTicket
    nextTicket += 1
    items[ticket] = DispatchItem(record, ordinal: ordinal, line: line)
    markers.begin(ticket)
    if items.count >= settings.window { isFilling = false }
    if record.stream == .updates { book.want(record.person) }
    if isHeld(record, now) { return hold(ticket) }
    if queues.add(ticket, record.person.identities) { prepare(ticket) }
  }

  /// Takes a STATE, which may pass when everything before it is done.
  public mutating func takeState(_ line: [UInt8]) { markers.add(line, before: nextTicket) }

  /// Sends nothing more; what is under way still comes to its end.
  public mutating func stop(_ error: StageError) { ending = ending ?? error }

  /// Takes what came of a call.
  public mutating func take(_ answer: CallAnswer, to call: Int, at now: Int64) {
    guard let purpose = calls.end(call, answer) else { return }
    switch purpose {
    case .record(let ticket): takeRecordAnswer(answer, ticket, now)
    case .lookup(let number): takeLookupAnswer(answer, number, now)
    }
  }

  // MARK: What is to be done

  /// What is to be done now.
  public mutating func next(at now: Int64) -> DispatchStep {
    if items.count <= settings.window / 2 { isFilling = true }
    if ending == nil {
      ask()
      start(now)
    }
    step.states = markers.takePassed()
    defer { step = DispatchStep() }
    return step
  }

  /// What is left to say when the run is over: of what was being tried, whether it may have arrived.
  public mutating func conclude() -> DispatchStep {
    for (ticket, item) in items.sorted(by: { $0.key < $1.key }) where item.isLogged {
      giveUp(item, ticket)
    }
    defer { step = DispatchStep() }
    return step
  }

  /// Puts questions about people, many in one: not before as many records as can be are there.
  private mutating func ask() {
    guard book.hasQuestions else { return }
    for lookup in book.takeQuestions() {
      lookups[nextLookup] = lookup
      calls.open(.lookup(nextLookup))
      nextLookup += 1
    }
  }

  private mutating func start(_ now: Int64) {
    let (due, wakeAt) = calls.takeDue(at: now)
    step.wakeAt = wakeAt
    for purpose in due {
      let request: HTTPRequest?
      switch purpose {
      case .lookup(let number): request = lookups[number]?.request
      case .record(let ticket): request = logSending(ticket) ? items[ticket]?.request : nil
      }
      guard let request else { continue }
      let number = calls.begin(purpose, at: now)
      step.calls.append(DispatchStep.Call(number: number, request: request))
    }
  }

  /// Says in the journal that a record goes; false where no more may go than were counted.
  private mutating func logSending(_ ticket: Int) -> Bool {
    guard var item = items[ticket] else { return false }
    guard !item.isLogged else { return true }
    guard sent < settings.allowance else {
      ending = StageError(.software, "more would be sent than was counted")
      return false
    }
    let mayCreate = journal.mayCreate(item.key, in: settings.batch, limit: settings.createLimit)
    guard !item.creates || mayCreate else {
      let limit = "--max-creates \(settings.createLimit)"
      ending = StageError(.data, "more people would be created than \(limit) allows")
      return false
    }
    sent += 1
    item.isLogged = true
    item.wasUnknown = [.sending, .unknown].contains(journal.word(item.key)?.state)
    items[ticket] = item
    for entry in item.newKinds { add(entry) }
    note(item, .sending)
    return true
  }

  // MARK: Records

  private func isHeld(_ record: OutboundRecord, _ now: Timestamp) -> Bool {
    guard let quiet = settings.quietHours, !record.stream.isOptOut else { return false }
    if record.person.identities.contains(where: held.contains) { return true }
    let causesText = record.stream == .events || record.keyword != nil
    return causesText && quiet.areNow(now, for: record)
  }

  private mutating func hold(_ ticket: Int) {
    guard let item = items.removeValue(forKey: ticket) else { return }
    held.formUnion(item.record.person.identities)
    markers.hold(ticket)
    tell(item, .held)
  }

  private mutating func tell(_ item: DispatchItem, _ fate: RecordOutcome.Fate) {
    step.outcomes.append(item.outcome(fate))
  }

  /// Finds out what a record that may go needs.
  private mutating func prepare(_ ticket: Int) {
    guard let item = items[ticket] else { return }
    // The same batch again, after a run that was cut off.
    if journal.isDone(item.ordinal, of: settings.batch) { return finish(ticket, .duplicate) }
    switch item.record.stream {
    case .events: prepareEvent(item, ticket)
    case .unsubscribes, .redactions: prepareOptOut(item, ticket)
    case .updates:
      guard let resolution = book.resolution(of: item.record.person) else {
        return book.want(item.record.person)
      }
      switch UpdateDecision.about(item.record, resolution, journal, settings) {
      case .end(let fate): finish(ticket, fate)
      case .send(let request, let key, let creates, let changes):
        enqueue(ticket, request, key, creates: creates, changes)
      }
    }
  }

  private mutating func prepareEvent(_ item: DispatchItem, _ ticket: Int) {
    switch journal.word(item.key)?.state {
    case .accepted: return finish(ticket, .duplicate)
    case .sending, .unknown:
      if settings.onUnknown == .skip { return finish(ticket, .unknown) }
    case .rejected, .unsent, .kind, nil: break
    }
    enqueue(ticket, OutboundRequest.event(item.record), item.key)
  }

  private mutating func prepareOptOut(_ item: DispatchItem, _ ticket: Int) {
    guard let request = OutboundRequest.optOut(item.record) else {
      return finish(
        ticket,
        .rejected(RecordFault(.missingValue, "has neither a subscriber_id nor a phone", "phone"))
      )
    }
    enqueue(ticket, request, item.key)
  }

  private mutating func enqueue(
    _ ticket: Int,
    _ request: HTTPRequest,
    _ key: RecordKey,
    creates: Bool = false,
    _ changes: [PropertyChange] = []
  ) {
    guard var item = items[ticket] else { return }
    item.request = request
    item.key = key
    item.creates = creates
    items[ticket] = item
    if settings.isRehearsal {
      let rehearsal = Rehearsal(request: request, key: key, creates: creates, changes: changes)
      return finish(ticket, .rehearsed(rehearsal))
    }
    calls.open(.record(ticket))
  }

  private mutating func finish(_ ticket: Int, _ fate: RecordOutcome.Fate) {
    guard let item = items.removeValue(forKey: ticket) else { return }
    calls.close(.record(ticket))
    markers.finish(ticket)
    tell(item, fate)
    for next in queues.remove(ticket) { prepare(next) }
  }

  private mutating func takeRecordAnswer(_ answer: CallAnswer, _ ticket: Int, _ now: Int64) {
    guard let item = items[ticket] else { return }
    switch answer.hiding(item.record.person) {
    case .success(let body):
      tell(item, ticket, "accepted", "")
      note(item, .accepted)
      finish(ticket, accepted(item, body))
    case .refused(let words, let status, _):
      tell(item, ticket, "rejected", words)
      note(item, .rejected)
      let code = status == 404 ? RejectCode.notFound : .refused
      finish(ticket, .rejected(RecordFault(code, "was refused by the API: \(words)")))
    case .throttled(let words, _):
      tell(item, ticket, "throttled", words)
      again(ticket, .throttled, StageError(.tempFail, "still too many requests (\(words))"), now)
    case .lost(let words, let failure, let mayHaveArrived, _):
      tell(item, ticket, mayHaveArrived ? "unknown" : "failed", words)
      if mayHaveArrived { note(item, .unknown) }
      let isRepeatable = item.request?.method == "PATCH"
      if mayHaveArrived, !isRepeatable, settings.onUnknown == .skip {
        return finish(ticket, .unknown)
      }
      again(ticket, failure, StageError(.unavailable, words), now)
    case .ending(let error):
      tell(item, ticket, "failed", error.message)
      ending = ending ?? error
    }
  }

  private mutating func accepted(_ item: DispatchItem, _ body: JSONValue?) -> RecordOutcome.Fate {
    if item.creates { return .created }
    guard item.record.stream == .updates, let subscriber = SubscriberFacts(body) else {
      return .accepted
    }
    book.refresh(subscriber)
    guard let email = item.record.person.email, !subscriber.hasEmail(email) else {
      return .accepted
    }
    return .emailIgnored
  }

  /// Tries again later, or ends the run where that has been done for long enough.
  private mutating func again(
    _ purpose: CallPurpose,
    _ failure: RetryPolicy.Failure,
    _ error: StageError,
    _ now: Int64
  ) {
    if !isRepeated(purpose, failure, error, now) { ending = ending ?? error }
  }

  /// Tries a record again later, or leaves it for another run.
  private mutating func again(
    _ ticket: Int,
    _ failure: RetryPolicy.Failure,
    _ error: StageError,
    _ now: Int64
  ) {
    guard !isRepeated(.record(ticket), failure, error, now), let item = items[ticket] else {
      return
    }
    giveUp(item, ticket)
    items[ticket] = nil
    markers.hold(ticket)
    tell(item, .unanswered(RecordFault(.unanswered, "was not answered: \(error.message)")))
    ending = ending ?? error
  }

  private mutating func isRepeated(
    _ purpose: CallPurpose,
    _ failure: RetryPolicy.Failure,
    _ error: StageError,
    _ now: Int64
  ) -> Bool {
    guard calls.again(purpose, failure, at: now) else { return false }
    step.repetitions.append((error.message, calls.attempts(purpose) + 1))
    return true
  }

  // MARK: Look-ups

  private mutating func takeLookupAnswer(_ answer: CallAnswer, _ number: Int, _ now: Int64) {
    guard let lookup = lookups[number] else { return }
    let purpose = CallPurpose.lookup(number)
    switch answer {
    case .success(let body):
      do throws(UnexpectedAnswer) {
        let next = try book.take(body, to: lookup)
        lookups[number] = next
        guard next == nil else {
          return calls.open(purpose, first: true)
        }
        learned(number)
      } catch {
        again(purpose, .server, StageError(.unavailable, "a look-up: \(error.reason)"), now)
      }
    case .refused(let words, let status, let saysNothing):
      // Subscribers that aren't there are 404, or 400 with nothing in it.
      guard lookup.field == .id, status == 404 || status == 400 && saysNothing else {
        ending = ending ?? StageError(.data, "the API refused a look-up of subscribers (\(words))")
        return
      }
      book.takeNotFound(lookup)
      learned(number)
    case .throttled(let words, _):
      again(purpose, .throttled, StageError(.tempFail, "still too many requests (\(words))"), now)
    case .lost(let words, let failure, _, _):
      again(purpose, failure, StageError(.unavailable, words), now)
    case .ending(let error): ending = ending ?? error
    }
  }

  /// Goes on with the records that waited to know who someone is.
  private mutating func learned(_ number: Int) {
    lookups[number] = nil
    calls.close(.lookup(number))
    let waiting = items.filter { $0.value.record.stream == .updates && $0.value.request == nil }
    for ticket in waiting.keys.sorted() where items[ticket] != nil {
      guard let item = items[ticket] else { continue }
      book.want(item.record.person)
      if queues.isFirst(ticket) { prepare(ticket) }
    }
  }

  // MARK: The journal and the log

  private mutating func add(_ entry: JournalEntry) {
    journal.take(entry)
    step.journal.append(entry)
  }

  private mutating func note(_ item: DispatchItem, _ state: JournalEntry.State) {
    add(item.entry(state, batch: settings.batch))
  }

  private mutating func tell(
    _ item: DispatchItem,
    _ ticket: Int,
    _ outcome: String,
    _ words: String
  ) {
    step.notes.append(item.note(calls.attempts(.record(ticket)), outcome, words))
  }

  /// Says in the journal that a record is given up.
  private mutating func giveUp(_ item: DispatchItem, _ ticket: Int) {
    let mayHaveArrived = calls.mayHaveArrived(.record(ticket))
    note(item, item.stateWithoutAnswer(mayHaveArrived: mayHaveArrived))
  }
}
