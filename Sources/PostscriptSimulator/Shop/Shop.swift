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
  /// How many requests to the API have come.
  public private(set) var requestCount = 0

  var random: SeededRandom
  var table: SubscriberTable
  private var prepared: PreparedRows?
  let keywords: [Keyword]
  var webhooks: WebhookStore
  var messages: MessageStore
  private var rateWindows: [String: [Int64]] = [:]
  private var burst = 0
  /// The simulated time in microseconds.
  public private(set) var now: Int64

  /// Opens a shop at a time.
  public init(_ settings: SimulatorSettings, start: Timestamp) {
    self.settings = settings
    random = SeededRandom(seed: settings.seed ^ 0xACC1_DE47)
    now = start.microseconds
    table = SubscriberTable(settings: settings, now: now)
    keywords = Keyword.samples(seed: settings.seed, now: now)
    webhooks = WebhookStore(seed: settings.seed, now: now)
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
    var entry = LogEntry(request, number: requestCount, at: Timestamp(microseconds: now))
    var reply = decided(request, isAdmitted, &entry)
    reply.date = Timestamp(microseconds: now)
    mutate(expected: settings.mutationsPerRequest)
    entry.status = reply.status
    entry.keyState = keyState(of: request)
    log.append(entry)
    return reply
  }

  /// Hands over the log and begins a new one.
  public mutating func takeLog() -> [LogEntry] {
    defer { log.removeAll() }
    return log
  }

  /// Moves the simulated clock forward.
  public mutating func advance(seconds: Double) { now += Int64(seconds * 1_000_000) }

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
    let kinds = value.split(separator: ",").compactMap { FaultKind(rawValue: String($0)) }
    switch (name, Double(value)) {
    case ("faults", let share?): settings.faultRate = share
    case ("mutations", let count?): settings.mutationsPerRequest = count
    case ("latency", let seconds?): settings.latency = seconds
    case ("rate-limit", let limit?): settings.rateLimit = Int(limit)
    case ("page-size", let size?) where size >= 1: settings.pageSize = Int(size)
    case ("kinds", _) where !kinds.isEmpty: settings.faultKinds = kinds
    case ("next-faults", _) where !kinds.isEmpty: plannedFaults = kinds
    default: return false
    }
    return true
  }

  /// Makes a key one that was regenerated.
  public mutating func revoke(_ key: String) { settings.keys.states[key] = .revoked }

  private mutating func advance(to time: Timestamp) {
    switch settings.clock {
    case .real: now = max(now + 1, time.microseconds)
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
    if let fault = nextFault() {
      entry.fault = fault.rawValue
      return faulty(fault, request)
    }
    return routed(request)
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
    guard settings.rateLimit > 0 else { return true }
    let key =
      (request.header("authorization") ?? "") + " "
      + (request.header("x-postscript-shop-token") ?? "")
    var window = rateWindows[key, default: []]
    window.removeAll { $0 <= arrival - 1_000_000 }
    let hasRoom = window.count < settings.rateLimit
    if hasRoom { window.append(arrival) }
    rateWindows[key] = window
    return hasRoom
  }

  // MARK: Faults

  private mutating func nextFault() -> FaultKind? {
    if burst > 0 {
      burst -= 1
      return .tooMany
    }
    if !plannedFaults.isEmpty { return plannedFaults.removeFirst() }
    guard settings.faultRate > 0, random.chance(settings.faultRate) else { return nil }
    let fault = random.pick(settings.faultKinds)
    if fault == .tooMany { burst = random.below(5) }
    return fault
  }

  private mutating func faulty(_ fault: FaultKind, _ request: Request) -> Reply {
    switch fault {
    case .tooMany: return .rateLimited
    case .internalError: return .error(500, code: 1000, "Internal server error")
    case .unavailable:
      return Reply(503, html: "<html><body><h1>503 Service Unavailable</h1></body></html>")
    case .wrongType: return Reply(200, html: "<html><body>Please sign in</body></html>")
    case .reset:
      // Half of the lost requests have taken effect before the connection went.
      var reply = random.chance(0.5) ? routed(request) : Reply(200, json: "{}")
      reply.delivery = .reset
      return reply
    case .cut:
      var reply = routed(request)
      reply.delivery = .cut
      return reply
    case .malformed:
      var reply = routed(request)
      reply.body.removeLast(min(reply.body.count, 1 + random.below(max(reply.body.count / 2, 1))))
      return reply
    case .slow:
      var reply = routed(request)
      reply.delivery = .late(settings.slowSeconds)
      return reply
    }
  }
}
