import PostscriptAPI
import StageKit
import TestSupport
import Testing
import Wire

/// The decisions that need neither clock nor network.
@Suite("Decisions without clock and network")
struct PureCoreTests {
  @Test(
    "no stretch of a second holds more slots than the limit, whatever the demand",
    arguments: seeds(1..<11)
  )
  func pacing(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for limit in [1, 2, 15] {
      var pacer = RequestPacer(perSecond: limit)
      var now: Int64 = 1_000_000_000
      var slots: [Int64] = []
      for _ in 0..<400 {
        now = max(now, (slots.last ?? 0) - 1_000_000_000)
        now += Int64.random(in: 0...150_000_000, using: &random)
        slots.append(pacer.reserve(at: now))
      }
      #expect(zip(slots, slots.dropFirst(limit)).allSatisfy { $1 - $0 >= 1_000_000_000 })
    }
  }

  @Test("under full demand the limit is used: 14.6 requests a second for 15")
  func fullDemand() {
    var pacer = RequestPacer(perSecond: 15)
    var last: Int64 = 0
    for _ in 0..<300 { last = pacer.reserve(at: 0) }
    #expect(Double(300) / (Double(last) / 1e9) > 14.5)
  }

  @Test("a 429 holds everything back for a second and slows down; that wears off")
  func slowDown() {
    var pacer = RequestPacer(perSecond: 15)
    _ = pacer.reserve(at: 0)
    pacer.slowDown(at: 0)
    pacer.slowDown(at: 10)
    #expect(pacer.stretch == 1.5)
    #expect(pacer.reserve(at: 20) == 1_000_000_000)
    for step in 0..<200 { _ = pacer.reserve(at: Int64(step) * 10_000_000_000) }
    #expect(pacer.stretch == 1)
  }

  @Test("two pacers that share their state keep to the limit together")
  func sharedState() {
    var pacers = [RequestPacer(perSecond: 15), RequestPacer(perSecond: 15)]
    var file: [UInt8] = []
    var slots: [Int64] = []
    for turn in 0..<100 {
      pacers[turn % 2].adopt(file)
      slots.append(pacers[turn % 2].reserve(at: 5))
      file = pacers[turn % 2].encoded
    }
    #expect(zip(slots, slots.dropFirst(15)).allSatisfy { $1 - $0 >= 1_000_000_000 })
    var fresh = RequestPacer(perSecond: 15)
    fresh.adopt([1, 2, 3])
    fresh.adopt(Array(repeating: 255, count: 32))
    #expect(fresh == RequestPacer(perSecond: 15))
  }

  @Test("a state from before the machine's last start doesn't hold requests back")
  func staleState() {
    var old = RequestPacer(perSecond: 1)
    _ = old.reserve(at: 9_000_000_000_000)
    var pacer = RequestPacer(perSecond: 1)
    pacer.adopt(old.encoded)
    #expect(pacer.reserve(at: 7) == 7)
  }

  @Test("waits double up to a bound, within the budget, and are random from nothing up")
  func backoff() {
    let policy = RetryPolicy(budgetSeconds: 120)
    func decision(_ attempt: Int, _ elapsed: Int64, _ random: Double) -> RetryPolicy.Decision {
      policy.decision(
        after: .server,
        attempt: attempt,
        elapsed: elapsed,
        hadContact: true,
        random: random
      )
    }
    #expect(decision(1, 0, 1) == .retry(after: 500_000_000))
    #expect(decision(1, 0, 0) == .retry(after: 0))
    #expect(decision(3, 0, 1) == .retry(after: 2_000_000_000))
    #expect(decision(60, 0, 1) == .retry(after: 30_000_000_000))
    #expect(decision(2, 120_000_000_000, 0) == .giveUp)
    #expect(decision(2, 119_500_000_000, 1) == .giveUp)
    let asked = policy.decision(
      after: .throttled,
      attempt: 1,
      elapsed: 0,
      hadContact: true,
      asked: 5_000_000_000,
      random: 0.5
    )
    #expect(asked == .retry(after: 5_250_000_000))
  }

  @Test("a server that can't be reached at all shows within seconds; a bad certificate at once")
  func firstContact() {
    let policy = RetryPolicy(budgetSeconds: 120)
    func decision(_ kind: HTTPFault.Cause, contact: Bool) -> RetryPolicy.Decision {
      policy.decision(
        after: .network(kind),
        attempt: 1,
        elapsed: 6_000_000_000,
        hadContact: contact,
        random: 0
      )
    }
    #expect(decision(.unreachable, contact: false) == .giveUp)
    #expect(decision(.unreachable, contact: true) == .retry(after: 0))
    #expect(decision(.timeout, contact: false) == .retry(after: 0))
    #expect(decision(.certificate, contact: true) == .giveUp)
    #expect(decision(.tooLarge, contact: true) == .giveUp)
  }

  @Test("the first repetition is logged at once, then one every ten seconds, each once")
  func notices() {
    let busy = CallFailure.refused(
      APIError(HTTPResponse(status: 503, body: Array(#"{"error":"Busy"}"#.utf8)))
    )
    var notices = RetryNotices()
    var logged: [String] = []
    for second in 0..<25 {
      for attempt in 2...3 {
        notices.add(busy, attempt: attempt, at: Int64(second) * 1_000_000_000)
        if let text = notices.take() { logged.append("\(second): \(text)") }
      }
    }
    let text = "HTTP 503: Busy; trying again (attempt 2)"
    #expect(logged == ["0: \(text)", "10: \(text)", "20: \(text)"])
  }

  @Test(
    "the four error bodies are shown in the API's own words",
    arguments: [
      (
        429, #"{"error_code":3002,"error_message":"Rate limit exceeded","success":false}"#,
        "HTTP 429, error 3002: Rate limit exceeded", APIError.Refusal.throttled
      ),
      (
        400, #"{"errors":[{"ctx":{},"log":[],"msg":"bad tag","type":"value_error"}]}"#,
        "HTTP 400: bad tag", .rejected
      ),
      (
        403, #"{"errors":[{"loc":[],"msg":"Access denied.","type":"v2.access_denied"}]}"#,
        "HTTP 403: Access denied.", .notPermitted
      ),
      (
        403, #"{"error":"You do not have permission to do that."}"#,
        "HTTP 403: You do not have permission to do that.", .notPermitted
      ),
      (400, "{}", "HTTP 400: no explanation", .rejected),
      (503, "<html>\n <h1>Busy</h1></html>", "HTTP 503: <html> <h1>Busy</h1></html>", .server),
      (302, "", "HTTP 302: a redirect, which the API never sends", .unexpected),
    ]
  )
  func errorBodies(status: Int, body: String, text: String, kind: APIError.Refusal) {
    let error = APIError(HTTPResponse(status: status, body: Array(body.utf8)))
    #expect(error.text == text)
    #expect(error.kind == kind)
  }

  @Test("foreign words are cut, cleaned, and free of keys even where the cut would split one")
  func foreignWords() {
    let key = "sk_" + String(repeating: "k", count: 40)
    let body = #"{"error":"\#(String(repeating: "x", count: 280))\#(key)\u202Eend"}"#
    let error = APIError(HTTPResponse(status: 400, body: Array(body.utf8))) {
      Secret.hiding(key, in: $0)
    }
    #expect(!error.message.contains("sk_") && error.message.contains("[hidden]"), "\(error)")
    #expect(error.message.hasSuffix("\u{FFFD}end"), "\(error)")
    let long = APIError(HTTPResponse(status: 400, body: [UInt8](repeating: 0x78, count: 5_000)))
    #expect(long.message == String(repeating: "x", count: 300) + "…")
  }

  @Test("base URLs: https anywhere, http on loopback only")
  func baseURLs() throws {
    #expect(
      try BaseURL(optionText: "https://api.postscript.io").text == "https://api.postscript.io"
    )
    #expect(try BaseURL(optionText: "http://127.0.0.1:8080/").text == "http://127.0.0.1:8080")
    #expect(try BaseURL(optionText: "http://[::1]:81/x").prefix == "/x")
    for bad in [
      "", "api.postscript.io", "ftp://a", "http://api.postscript.io", "http://127.0.0.1.evil.com",
      "https://key@host", "https://h:0", "https://h:99999", "https://", "https://h/?a=b",
      "http://a b", "https://h/\u{1}", "https://h\r\nX: y", "https://h/\t", "https://h/\u{7F}",
    ] {
      #expect(throws: InvalidValue.self, "\(bad)") { try BaseURL(optionText: bad) }
    }
  }

  @Test("keys of the wrong kind are refused before they go anywhere")
  func keys() throws {
    func code(_ shop: String?, _ partner: String? = nil) -> Int32? {
      do throws(StageError) {
        _ = try APIKeys(shop: shop.map { Secret($0) }, partner: partner.map { Secret($0) })
        return nil
      } catch {
        return error.code.rawValue
      }
    }
    #expect(code("sk_a") == nil)
    #expect(code("sk_a", "sk_partner_b") == nil)
    #expect(code(nil) == 78)
    #expect(code("") == 78)
    #expect(code("sk_a\r\nX: y") == 78)
    #expect(code("pk_a") == 77)
    #expect(code("sk_partner_a") == 77)
    #expect(code("sk_a", "sk_b") == 77)
  }

  @Test("dates of answers")
  func dates() {
    #expect(HTTPDate.parse("Thu, 15 Jan 2026 12:00:00 GMT")?.text == "2026-01-15T12:00:00Z")
    #expect(HTTPDate.parse("yesterday") == nil)
    #expect(HTTPDate.parse("Thu, 31 Feb 2026 12:00:00 GMT") == nil)
  }
}
