public import Wire

/// A simulated Postscript shop behind its API: takes a request and gives the reply.
///
/// A value without clock or sockets, so that what happens depends on the settings and
/// the requests alone.
public struct Shop: Sendable {
  /// How it behaves; may be changed while it runs.
  public var settings: SimulatorSettings
  /// What was asked, in order.
  public private(set) var log: [LogEntry] = []
  /// Faults to happen next, before any that chance brings.
  public var plannedFaults: [FaultKind] = []
  var plans = FaultPlans()
  /// How many requests to the API have come.
  public private(set) var requestCount = 0

  var random: SeededRandom
  var table: SubscriberTable
  private var prepared: PreparedRows?
  let keywords: [Keyword]
  var webhooks: WebhookStore
  var messages: MessageStore
  var pending = PendingStore()
  var events = EventStore()
  var deliveries = WebhookQueue()
  private var rateWindows: [String: [Int64]] = [:]
  private var burst = 0
  /// The simulated time in microseconds.
  public private(set) var now: Int64
  /// How far administrators have moved the simulated clock ahead of the real one, in microseconds.
  private var skew: Int64 = 0

  /// Opens a shop at a time.
  public init(_ settings: SimulatorSettings, start: Timestamp) {
    self.settings = settings
    random = SeededRandom(seed: settings.seed ^ 0xACC1_DE47)
    now = start.microseconds
    table = SubscriberTable(settings: settings, now: now)
    keywords = Keyword.samples(seed: settings.seed, now: now)
    webhooks = WebhookStore(seed: settings.seed, now: now, samples: settings.hasWebhooks)
    messages = MessageStore(seed: settings.seed, now: now)
  }

  /// The identifier of the shop, in the published form.
  public static let identifier = "shop_1234567abcde"
  /// The name of the shop.
  public static let name = "Simulated Shop"

  /// Answers a request to the API.
  ///
  /// Given are what ``admits(_:arrival:)`` said when it came, and the time of day, which counts where
  /// the clock is real.
  public mutating func answer(_ request: Request, isAdmitted: Bool, time: Timestamp) -> Reply {
    requestCount += 1
    advance(to: time)
    if settings.revokeAfter == requestCount { revoke(KeyRing.standardKey) }
    settle()
    for (act, subscriber) in plans.takeActs(before: request) { carryOut(act, subscriber) }
    var entry = LogEntry(request, number: requestCount, at: Timestamp(microseconds: now))
    var reply = decided(request, isAdmitted, &entry)
    reply.date = Timestamp(microseconds: now)
    addRetryAfter(to: &reply)
    mutate(expected: settings.mutationsPerRequest)
    entry.note(reply)
    entry.keyState = keyState(of: request)
    log.append(entry)
    if log.count > Shop.logLimit { log.removeFirst(Shop.logLimit / 2) }
    return reply
  }

  /// How many requests the log remembers at most.
  private static let logLimit = 200_000

  /// The requests after that of a number, as far as the log remembers them.
  public func log(after number: Int) -> ArraySlice<LogEntry> {
    log.suffix(min(requestCount - number, log.count))
  }

  /// Lets happen what was to happen by now: confirmations, and the matching of events.
  mutating func settle() {
    confirmDue()
    matchDue()
  }

  private func addRetryAfter(to reply: inout Reply) {
    guard let seconds = settings.retryAfter, [429, 503].contains(reply.status) else { return }
    let time = Timestamp(microseconds: now + Int64(seconds) * 1_000_000)
    reply.headers.append(
      ("Retry-After", settings.retryAfterAsDate ? HTTPDate.text(time) : String(seconds))
    )
  }

  /// Moves the simulated clock forward.
  public mutating func advance(seconds: Double) {
    now += Int64(seconds * 1_000_000)
    skew += Int64(seconds * 1_000_000)
  }

  /// The subscribers on one page of the list, and how many pages there are.
  mutating func page(of query: SubscriberQuery) -> (rows: [Int], pages: Int) {
    table.page(
      query,
      size: settings.pageSize,
      flipsTies: settings.unstableTies && random.chance(0.5),
      prepared: &prepared
    )
  }

  /// Changes a setting by its name for administrators; false where there is none or the value is bad.
  mutating func change(_ name: String, to value: String) -> Bool {
    guard name == "next-faults" else { return settings.change(name, to: value) }
    guard let kinds = FaultKind.list(value) else { return false }
    plannedFaults = kinds
    return true
  }

  /// Makes a key one that was regenerated.
  public mutating func revoke(_ key: String) { settings.keys.states[key] = .revoked }

  /// Moves the clock on to the time of day, or by a step.
  mutating func advance(to time: Timestamp) {
    switch settings.clock {
    case .real: now = max(now + 1, time.microseconds + skew)
    case .steps(let step): now += step
    }
  }

  private mutating func decided(
    _ request: Request,
    _ isAdmitted: Bool,
    _ entry: inout LogEntry
  ) -> Reply {
    if !isAdmitted {
      entry.fault = "rate limit"
      return .rateLimited
    }
    if let fault = nextFault(for: request) {
      entry.fault = fault.rawValue
      return faulty(fault, request, &entry)
    }
    return carriedOut(request, &entry)
  }

  /// Does what a request asks for, and notes whether that changed anything.
  private mutating func carriedOut(_ request: Request, _ entry: inout LogEntry) -> Reply {
    let reply = routed(request)
    entry.tookEffect = request.method != "GET" && reply.status < 300
    return reply
  }

  func keyState(of request: Request) -> String {
    let key = request.header("authorization").map { String($0.dropFirst(7)) } ?? ""
    guard let state = settings.keys.states[key] else { return "unknown" }
    return "\(state)"
  }

  // MARK: The rate limit

  /// Whether no more than the limit came within the last second with the same key (and shop).
  ///
  /// It came at an instant in microseconds of a steady clock.
  public mutating func admits(_ request: Request, arrival: Int64) -> Bool {
    let key =
      (request.header("authorization") ?? "") + " "
      + (request.header("x-postscript-shop-token") ?? "")
    let isWrite = request.method != "GET"
    guard hasRoom(key, settings.rateLimit, arrival) else { return false }
    return !isWrite || hasRoom("write " + key, settings.writeLimit, arrival)
  }

  private mutating func hasRoom(_ key: String, _ limit: Int, _ arrival: Int64) -> Bool {
    guard limit > 0 else { return true }
    var window = rateWindows[key, default: []]
    window.removeAll { $0 <= arrival - 1_000_000 }
    let hasRoom = window.count < limit
    if hasRoom { window.append(arrival) }
    rateWindows[key] = window
    return hasRoom
  }

  // MARK: Faults

  private mutating func nextFault(for request: Request) -> FaultKind? {
    if burst > 0 {
      burst -= 1
      return .tooMany
    }
    if let fault = plans.takeFault(for: request) { return fault }
    if !plannedFaults.isEmpty { return plannedFaults.removeFirst() }
    guard settings.faultRate > 0, random.chance(settings.faultRate) else { return nil }
    let fault = random.pick(settings.faultKinds)
    if fault == .tooMany { burst = random.below(5) }
    return fault
  }

  private mutating func faulty(
    _ fault: FaultKind,
    _ request: Request,
    _ entry: inout LogEntry
  ) -> Reply {
    if let refusal = fault.refusal { return refusal }
    // Half of the lost requests have taken effect before the connection went.
    let isLost = fault == .lostRequest || (fault == .reset && random.chance(0.5))
    var reply = isLost ? Reply(0, []) : carriedOut(request, &entry)
    switch fault {
    case .reset, .lostRequest, .lostAnswer: reply.delivery = .reset
    case .cut: reply.delivery = .cut
    case .malformed:
      reply.body.removeLast(min(reply.body.count, 1 + random.below(max(reply.body.count / 2, 1))))
    case .slow: reply.delivery = .late(settings.slowSeconds)
    default: break
    }
    return reply
  }
}
