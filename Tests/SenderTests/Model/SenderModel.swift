import PostscriptAPI
import PostscriptSender
import StageKit
import TestSupport
import Wire

/// A source, the real ``Dispatcher``, a journal and an API in a world where everything fails, until all
/// is done; and what must hold in it.
struct SenderModel {
  private var random: SplitMix64
  private var source: ModelSource
  private var api: ModelAPI
  private var disk = ModelDisk()
  private var pacer: [UInt8] = []
  private var now: Int64 = 1_000_000_000
  private let faults: Double
  private let crashes: Double
  private let policy: UnknownPolicy
  private let createLimit: Int
  private let budget: Double
  /// What is wrong.
  private(set) var violations: [String] = []

  private var recorded: Set<RecordKey> = []
  private var sent: [UInt64: Set<Int>] = [:]
  private var planned: [UInt64: Int] = [:]
  private var createdPeople: [UInt64: Set<String>] = [:]
  private var passed = 0

  private struct Flight {
    let call: Int
    let arrival: Int64
    let answer: CallAnswer
  }

  private enum End {
    case done
    case failed
    case crashed
  }

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    let people = Int.random(in: 1...4, using: &random)
    source = ModelSource(&random, people: people)
    api = ModelAPI(&random, people: people)
    faults = [0, 0.1, 0.3, 0.5].randomElement(using: &random) ?? 0
    crashes = [0, 0.02, 0.1].randomElement(using: &random) ?? 0
    policy = Int.random(in: 0..<4, using: &random) == 0 ? .skip : .retry
    createLimit = Int.random(in: 0...2, using: &random)
    budget = [1, 10, 120].randomElement(using: &random) ?? 10
  }

  /// Runs until a run has come to its end, and says what was wrong on the way.
  static func violations(seed: UInt64) -> [String] {
    var model = SenderModel(seed: seed)
    model.live()
    return model.violations
  }

  private mutating func live() {
    for attempt in 0..<60 {
      // The world becomes kind in the end, so that there is one.
      let end = run(isHard: attempt < 40)
      if end == .done { return checkAll() }
      if source.resumesFromState { skipPassed() }
    }
    // A cap that is exceeded ends every run; all else comes to an end.
    if !hitsCap { violations.append("no run came to its end") } else { checkAll(isWhole: false) }
  }

  private var hitsCap = false

  private mutating func skipPassed() {
    guard passed > 0 else { return }
    let place = source.messages.firstIndex {
      if case .state(let number) = $0 { number == passed } else { false }
    }
    if let place { source.start = place + 1 }
  }

  // MARK: A run

  private mutating func run(isHard: Bool) -> End {
    guard let index = try? disk.open() else {
      violations.append("the journal is damaged")
      return .failed
    }
    let count = counted(index)
    var dispatcher = Dispatcher(settings(count, isHard), journal: index)
    if planned[count.batch] == nil { planned[count.batch] = count.toSend }
    if planned[count.batch] != count.toSend {
      violations.append("the same batch counts \(count.toSend), not \(planned[count.batch] ?? 0)")
    }
    let messages = Array(source.rest)
    var cursor = 0
    var ordinal = 0
    var flights: [Flight] = []
    while true {
      if Int.random(in: 0..<20, using: &random) == 0 {
        api.optOut(Int.random(in: 0..<api.standings.count, using: &random))
      }
      var room = Int.random(in: 1...8, using: &random)
      while room > 0, cursor < messages.count, dispatcher.wantsRecords {
        room -= 1
        cursor += 1
        switch messages[cursor - 1] {
        case .state(let number): dispatcher.takeState(Array(String(number).utf8))
        case .record(let record):
          ordinal += 1
          let time = Timestamp(microseconds: now / 1000)
          dispatcher.take(record, ordinal: ordinal, line: ordinal, now: time)
        }
      }
      let step = dispatcher.next(at: now)
      guard perform(step, count.batch, isHard, dispatcher.ending != nil, &flights) else {
        return .crashed
      }
      if dispatcher.isIdle, cursor == messages.count || dispatcher.ending != nil { break }
      advance(&dispatcher, &flights, step.wakeAt)
    }
    disk.write(dispatcher.conclude().journal)
    disk.sync()
    if let ending = dispatcher.ending, ending.code == .data { hitsCap = true }
    if let ending = dispatcher.ending, ending.code == .software {
      violations.append(ending.message)
    }
    return dispatcher.ending == nil ? .done : .failed
  }

  private func counted(_ index: JournalIndex) -> BatchCount {
    var count = BatchCount()
    for case .record(let record) in source.rest { count.add(record, isTooOld: false, index) }
    return count
  }

  private func settings(_ count: BatchCount, _ isHard: Bool) -> DispatchSettings {
    var settings = DispatchSettings()
    settings.onUnknown = policy
    // Small ones forget people between two of their records.
    settings.window = now.isMultiple(of: 2) ? 2 : 6
    settings.inFlight = 3
    settings.createKeyword = ModelSource.keyword
    settings.createLimit = createLimit
    settings.allowance = count.toSend
    settings.optOuts = count.optOuts
    settings.batch = count.batch
    settings.retry = RetryPolicy(budgetSeconds: isHard ? budget : 100_000)
    settings.seed = UInt64(now)
    return settings
  }

  /// Does what a step says, in its order; false where a crash came in between.
  private mutating func perform(
    _ step: DispatchStep,
    _ batch: UInt64,
    _ isHard: Bool,
    _ isEnding: Bool,
    _ flights: inout [Flight]
  ) -> Bool {
    if isHard, crash(half: step.journal) { return false }
    disk.write(step.journal)
    if !step.calls.isEmpty || !step.states.isEmpty { disk.sync() }
    for entry in step.journal where entry.state == .accepted && entry.stream == .events {
      recorded.insert(entry.key)
    }
    if isHard, crash(half: []) { return false }
    if !isEnding { for state in step.states { pass(state) } }
    for call in step.calls {
      if isHard, crash(half: []) { return false }
      flights.append(begin(call, batch, step, isHard))
    }
    return true
  }

  private mutating func crash(half entries: [JournalEntry]) -> Bool {
    guard Double.random(in: 0..<1, using: &random) < crashes else { return false }
    disk.write(entries, upTo: Int.random(in: 0...400, using: &random))
    if Bool.random(using: &random) { disk.kill() } else { disk.cutPower(&random) }
    // An answer has reached us where the journal still says so.
    recorded = []
    var copy = disk
    if let index = try? copy.open() {
      for case .record(let record) in source.messages
      where record.stream == .events && index.word(record.key)?.state == .accepted {
        recorded.insert(record.key)
      }
    }
    now += 1_000_000_000
    return true
  }

  private mutating func begin(
    _ call: DispatchStep.Call,
    _ batch: UInt64,
    _ step: DispatchStep,
    _ isHard: Bool
  ) -> Flight {
    note(call.request, batch, step)
    var shared = RequestPacer(perSecond: 15)
    shared.adopt(pacer)
    let slot = shared.reserve(at: now)
    pacer = shared.encoded
    let arrival = slot + Int64.random(in: 0...20_000_000, using: &random)
    let before = api.deeds.count
    let answer = fate(of: call.request, arrival, isHard ? faults : 0)
    if api.deeds.count > before { noteArrival(call.request, batch) }
    return Flight(call: call.number, arrival: arrival, answer: answer)
  }

  /// What the API and the network make of a request.
  private mutating func fate(
    of request: HTTPRequest,
    _ arrival: Int64,
    _ faults: Double
  ) -> CallAnswer {
    guard Double.random(in: 0..<1, using: &random) < faults else {
      return api.take(request, at: arrival)
    }
    switch Int.random(in: 0..<7, using: &random) {
    case 0: return .throttled("HTTP 429")
    case 1: return .lost("HTTP 503", .server, mayHaveArrived: false)
    case 2: return .lost("refused", .network(.unreachable), mayHaveArrived: false)
    case 3: return .lost("reset", .network(.cut), mayHaveArrived: true)
    case 4:
      _ = api.take(request, at: arrival)
      return .lost("HTTP 500", .server, mayHaveArrived: true)
    case 5 where Int.random(in: 0..<10, using: &random) == 0:
      return .ending(StageError(.notAuthorised, "HTTP 401"))
    default:
      _ = api.take(request, at: arrival)
      return .lost("too slow", .network(.timeout), mayHaveArrived: true)
    }
  }

  private mutating func advance(
    _ dispatcher: inout Dispatcher,
    _ flights: inout [Flight],
    _ wakeAt: Int64?
  ) {
    guard !flights.isEmpty, wakeAt.map({ $0 > now }) ?? true || Bool.random(using: &random) else {
      if let wakeAt { now = max(now, wakeAt) }
      return
    }
    let flight = flights.remove(at: Int.random(in: 0..<flights.count, using: &random))
    now = max(now, flight.arrival) + Int64.random(in: 0...300_000_000, using: &random)
    dispatcher.take(flight.answer, to: flight.call, at: now)
  }

  // MARK: What must hold on the way

  private mutating func note(_ request: HTTPRequest, _ batch: UInt64, _ step: DispatchStep) {
    guard let bytes = request.body else { return }
    guard let body = try? bytes.withView({ try JSONValue(parsing: $0) }) else {
      return violations.append("a body that is no JSON")
    }
    if let id = body["external_id"]?.string {
      if recorded.contains(RecordKey("event", id)) {
        violations.append("\(id) was sent again, though its answer had reached us")
      }
    }
    for entry in step.journal where entry.state == .sending {
      sent[batch, default: []].insert(entry.ordinal)
    }
    if (sent[batch]?.count ?? 0) > planned[batch] ?? 0 {
      violations.append("more was sent than was counted")
    }
  }

  /// A request has taken effect: the people whom a batch creates are as many as may be.
  private mutating func noteArrival(_ request: HTTPRequest, _ batch: UInt64) {
    guard request.target == "/api/v2/subscribers", request.method == "POST" else { return }
    let body = request.body.flatMap { try? $0.withView { try JSONValue(parsing: $0) } }
    createdPeople[batch, default: []].insert(body?["phone_number"]?.string ?? "")
    if (createdPeople[batch]?.count ?? 0) > createLimit {
      violations.append("more people were created than may be")
    }
  }

  /// A STATE has passed: everything before it must be done.
  private mutating func pass(_ line: [UInt8]) {
    guard let number = Int(String(decoding: line, as: UTF8.self)) else { return }
    if number < passed, source.resumesFromState { violations.append("STATE \(number) went back") }
    passed = max(passed, number)
    guard policy == .retry else { return }
    let accepted = acceptedEvents
    for message in source.messages {
      switch message {
      case .state(number): return
      case .state: continue
      case .record(let record):
        if record.stream == .events, record.type != "Refused", !accepted.contains(record.externalID)
        {
          violations.append("STATE \(number) passed \(record.externalID), which isn't accepted")
        }
      }
    }
  }

  private var acceptedEvents: Set<String> { Set(accepted.compactMap(\.id)) }

  /// The accepted events with their people, in order.
  private var accepted: [(id: String?, phone: String)] {
    api.deeds.compactMap { deed in
      guard deed.isAccepted, deed.request.target == "/api/v2/events",
        let body = deed.request.body.flatMap({ try? $0.withView { try JSONValue(parsing: $0) } })
      else { return nil }
      return (body["external_id"]?.string, body["phone"]?.string ?? "")
    }
  }

  // MARK: What must hold in the end

  private mutating func checkAll(isWhole: Bool = true) {
    violations += api.violations
    checkRate()
    checkOrder()
    guard isWhole, policy == .retry else { return }
    let accepted = acceptedEvents
    for case .record(let record) in source.messages
    where record.stream == .events && record.type != "Refused"
      && !accepted.contains(record.externalID)
    {
      violations.append("\(record.externalID) was never accepted")
    }
  }

  private mutating func checkRate() {
    let times = api.deeds.map(\.at).sorted()
    for (place, time) in times.enumerated()
    where place >= 15 && time - times[place - 15] < 1_000_000_000 {
      return violations.append("more than 15 requests in a second")
    }
  }

  /// The first acceptances of each person's events are in the order of the source.
  private mutating func checkOrder() {
    var first: [String: Int] = [:]
    for case .record(let record) in source.messages where record.stream == .events {
      first[record.externalID] = first[record.externalID] ?? first.count
    }
    var latest: [String: Int] = [:]
    var seen: Set<String> = []
    for (id, phone) in accepted {
      guard let id, seen.insert(id).inserted, let place = first[id] else { continue }
      if place < latest[phone] ?? -1 { violations.append("\(id) overtook others of its person") }
      latest[phone] = max(place, latest[phone] ?? -1)
    }
  }
}
