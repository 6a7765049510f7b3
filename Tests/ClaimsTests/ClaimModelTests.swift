import TestSupport
import Testing
import Wire

/// `transform-claims` beside a model that looks at every pair of order and touch.
@Suite("Claims of a platform's events")
struct ClaimModelTests {
  /// A receipt or a click, as the model knows it.
  private struct Event {
    let person: Int
    let second: Int
    let message: Int
    let isText: Bool
    let isClick: Bool

    /// A record as tap-klaviyo writes it.
    var line: String {
      let stream =
        isText ? (isClick ? "clicked_sms" : "received_sms") : isClick ? "click" : "receive"
      let contact = isText ? #""phone_number":"+1555\#(person)""# : #""email":"P\#(person)@x.org""#
      return #"{"type":"RECORD","stream":"\#(stream)","record":{"id":"e","datetime":"#
        + #""\#(Self.time(second))","event_properties":{"$message":"m\#(message)"},"#
        + #""profile":[{"id":"k\#(person)",\#(contact)}]}}"#
    }

    static func time(_ second: Int) -> String {
      Timestamp(microseconds: Int64(1_780_000_000 + second) * 1_000_000).text
    }
  }

  @Test(
    "each order goes to the last touch in its window, in whatever order events come",
    arguments: seeds(1..<9)
  )
  func model(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let day = 86_400
    let events = (0..<120).map { index in
      Event(
        person: Int.random(in: 1...6, using: &random),
        // Far fewer instants than events, so that some touches are at the same time.
        second: Int.random(in: 0..<60, using: &random) * day / 4,
        message: index,
        isText: Bool.random(using: &random),
        isClick: Bool.random(using: &random)
      )
    }
    var lines = events.map(\.line)
    var expected: [String: Set<String>] = [:]
    for id in 0..<60 {
      let person = Int.random(in: 1...7, using: &random)
      let second = Int.random(in: 0..<60, using: &random) * day / 4
      let (hasEmail, hasPhone) = (Bool.random(using: &random), Bool.random(using: &random))
      let contacts =
        (hasEmail ? #","email":"p\#(person)@X.org""# : "")
        + (hasPhone ? #","phone":"+1 555-\#(person)""# : "")
      lines.append(
        #"{"type":"RECORD","stream":"shopify_orders","record":{"order_id":"\#(id)","created_at":"#
          + #""\#(Event.time(second))","total_price":1.50,"currency":"USD"\#(contacts)}}"#
      )
      let near = events.filter { event in
        let isOwn = event.person == person && (event.isText ? hasPhone : hasEmail)
        return isOwn && (0...(event.isText ? day : 5 * day)).contains(second - event.second)
      }
      guard let last = near.map(\.second).max() else { continue }
      let latest = near.filter { $0.second == last }
      let clicks = latest.filter(\.isClick)
      expected["\(id)"] = Set((clicks.isEmpty ? latest : clicks).map { "m\($0.message)" })
    }
    lines.shuffle(using: &random)
    let input = (lines + [#"{"type":"STATE","value":{}}"#]).joined(separator: "\n") + "\n"
    let outcome = try withWorkspace {
      try $0.run(.built("transform-claims", "--mapping", "klaviyo", "--bare"), input: .text(input))
        .orThrow()
    }
    let claims = try outcome.lines.map { try JSONValue(parsing: $0) }
    #expect(claims.count == expected.count, "seed \(seed)")
    for claim in claims {
      let (id, message) = (claim["order_id"]?.string ?? "", claim["message_id"]?.string ?? "")
      #expect(expected[id]?.contains(message) == true, "seed \(seed): order \(id) to \(message)")
      let event = try #require(events.first { "m\($0.message)" == message })
      #expect(claim["attribution_type"]?.string == (event.isClick ? "click" : "view"))
      #expect(claim["channel"]?.string == (event.isText ? "sms" : "email"))
      let time = claim[event.isClick ? "clicked_at" : "sent_at"]?.string
      #expect(time == Event.time(event.second))
    }
  }

  @Test("the same events in another order give the same claims", arguments: seeds(1..<4))
  func order(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var lines = (0..<40).map { index in
      Event(
        person: 1,
        second: Int.random(in: 0..<3, using: &random) * 3600,
        message: index,
        isText: false,
        isClick: index % 2 == 0
      ).line
    }
    lines.append(
      #"{"type":"RECORD","stream":"shopify_orders","record":{"order_id":"1","created_at":"#
        + #""\#(Event.time(9000))","total_price":1.50,"currency":"USD","email":"p1@x.org"}}"#
    )
    var found: Set<String> = []
    for _ in 0..<5 {
      lines.shuffle(using: &random)
      let input = lines.joined(separator: "\n") + "\n"
      let outcome = try withWorkspace {
        try $0.run(
          .built("transform-claims", "--mapping=klaviyo", "--bare", "--at-eof=commit"),
          input: .text(input)
        ).orThrow()
      }
      found.insert(outcome.text)
    }
    #expect(found.count == 1, "seed \(seed): \(found)")
  }

  @Test("damaged events end in rejects or 65, never in a crash", arguments: seeds(1..<4))
  func damaged(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let line = Event(person: 1, second: 0, message: 1, isText: false, isClick: true).line
    let lines = (0..<200).map { _ in
      var bytes = Array(line.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = Array("\"{}[]:,0x".utf8).randomElement(using: &random) ?? 0
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    let input = (lines + [#"{"type":"STATE","value":{}}"#]).joined(separator: "\n") + "\n"
    let outcome = try withWorkspace {
      try $0.run(
        .built("transform-claims", "--mapping=klaviyo", "--rejects=rejects"),
        input: .text(input)
      )
    }
    #expect(outcome.status == 0, "seed \(seed): \(outcome)")
    #expect(outcome.peakMemory < 64 << 10)
  }
}
