import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// What the simulator does with events, and what it tells a test of them.
@Suite("Simulator: events")
struct SimulatorEventTests {
  @Test("only the type is required, and its letters are looked at")
  func types() {
    let dialogue = ShopDialogue()
    for (body, status) in [
      (#"{"type":"order_placed"}"#, 202), (#"{"type":"a","subscriber_id":5}"#, 202),
      (#"{"type":"a","occurred_at":"yesterday","properties":[1]}"#, 202), ("{}", 400),
      (#"{"type":"a b"}"#, 400), (#"{"type":"é"}"#, 400), (#"{"type":""}"#, 400), ("[]", 400),
    ] {
      #expect(dialogue.ask("events", "POST", body: body).status == status, "\(body)")
    }
  }

  @Test(
    "strictly, what isn't described is refused",
    arguments: [
      #""subscriber_id":5"#, #""phone":"garbage""#, #""email":"""#, #""properties":[1]"#,
      #""properties":{"a":{"b":1}}"#, #""occurred_at":"yesterday""#,
      #""occurred_at":"2026-03-08T07:30:00Z""#, #""occurred_at":"2026-02-30 07:30:00.000000""#,
    ]
  )
  func strictness(field: String) {
    let dialogue = ShopDialogue { $0.checks = .strict }
    let bad = dialogue.ask("events", "POST", body: "{\"type\":\"a\",\(field)}")
    #expect(bad.status == 400)
    let good = #"{"type":"a","occurred_at":"2026-03-08 07:30:00.000000","properties":{"a":1.5}}"#
    #expect(dialogue.ask("events", "POST", body: good).status == 202)
  }

  @Test(
    "an event is matched later, by id, then phone, then e-mail: what finds nobody is passed over"
  )
  func matching() throws {
    let dialogue = ShopDialogue {
      $0.matchDelay = 30
      $0.pageSize = 1000
    }
    let rows = try dialogue.list("page=1").filter { $0["email"] != .null }
    let (one, other, third) = (rows[0], rows[1], rows[2])
    func text(_ row: JSONValue, _ name: String) -> String { row[name]?.string ?? "" }
    let cases: [([(key: String, value: String)], String, JSONValue?)] = [
      ([("subscriber_id", text(one, "id")), ("phone", text(other, "phone_number"))], "id", one),
      ([("subscriber_id", "s_unknown"), ("phone", text(other, "phone_number"))], "phone", other),
      ([("phone", "+15550009999"), ("email", text(third, "email").uppercased())], "email", third),
      ([("phone", "+15550009999"), ("email", "nobody@example.com")], "nobody", nil),
      ([], "nobody", nil),
    ]
    for (fields, _, _) in cases {
      let members = fields.map { (key: $0.key, value: JSONValue.string($0.value)) }
      let body = JSONValue.object([("type", .string("a"))] + members)
      #expect(dialogue.ask("events", "POST", body: body.text).status == 202)
    }
    let before = try dialogue.administer("events")
    #expect(before.allSatisfy { $0["matched_by"]?.string == "pending" })
    let after = try {
      try dialogue.administer("advance?seconds=31")
      return try dialogue.administer("events")
    }()
    #expect(after.count == cases.count)
    for (event, (_, by, row)) in zip(after, cases) {
      #expect(event["matched_by"]?.string == by)
      #expect(event["subscriber_id"] == row?["id"] ?? .null)
      #expect(event["definition"]?.string == "[Simulated Shop] - a")
    }
  }

  @Test("of several with one e-mail address, the one that agreed last and still does")
  func twins() throws {
    let dialogue = ShopDialogue { $0.twins = 1 }
    let rows = try dialogue.list("sort=created_at__asc")
    let email = try #require(rows[1]["email"]?.string)
    #expect(rows[0]["email"]?.string == email)
    #expect(rows[0]["shopify_customer_id"] == rows[1]["shopify_customer_id"])
    #expect(try dialogue.list("email__eq=\(email)").count == 2)
    let event = #"{"type":"a","email":"\#(email)"}"#
    for row in [rows[1], rows[0]] {
      // A confirmation of the other is the later agreement.
      let phone = try #require(row["phone_number"]?.string)
      let body = #"{"phone_number":"\#(phone)","keyword":"VIP"}"#
      _ = dialogue.ask("subscribers", "POST", body: body)
      try dialogue.administer("confirm?phone=%2B\(phone.dropFirst())")
      _ = dialogue.ask("events", "POST", body: event)
      _ = dialogue.ask("me")
      #expect(try dialogue.administer("events").last?["subscriber_id"] == row["id"])
    }
    let id = try #require(rows[0]["id"]?.string)
    try dialogue.administer("unsubscribe?id=\(id)")
    _ = dialogue.ask("events", "POST", body: event)
    _ = dialogue.ask("me")
    #expect(try dialogue.administer("events").last?["subscriber_id"] == rows[1]["id"])
  }

  @Test("accepted events are counted by external id, twice or, where asked for, once")
  func counts() throws {
    for (isUnique, count) in [(false, "2"), (true, "1")] {
      let dialogue = ShopDialogue { $0.uniqueEvents = isUnique }
      var ids: [JSONValue?] = []
      for id in ["b", "a", "b"] {
        let body = #"{"type":"t","external_id":"\#(id)"}"#
        let reply = dialogue.ask("events", "POST", body: body)
        ids.append(try ShopDialogue.json(reply)["event_ids"]?.array?.first)
      }
      #expect((ids[0] == ids[2]) == isUnique)
      let counts = try dialogue.administer("event_counts")
      #expect(counts.map { $0["external_id"]?.string } == ["b", "a"])
      #expect(counts.first?["count"] == .number(count))
      #expect(try dialogue.administer("events?external_id=b").count == Int(count))
    }
  }

  @Test("a partner's events have the partner's name before the type")
  func partners() throws {
    let dialogue = ShopDialogue()
    let headers = [
      (name: "Authorization", value: "Bearer sk_partner_simulated"),
      (name: "X-Postscript-Shop-Token", value: KeyRing.standardKey),
    ]
    _ = dialogue.ask("events", "POST", body: #"{"type":"a"}"#, headers: headers)
    let definitions = try dialogue.administer("definitions")
    #expect(definitions == [.string("[Simulated Partner] - a")])
  }

  @Test("a lost answer and a lost request are told apart, in the log and by what was accepted")
  func losses() throws {
    let dialogue = ShopDialogue()
    try dialogue.administer("fault?kinds=lost-request,lost-answer,cut&method=POST&body=%22x%22")
    for id in ["x", "y", "x", "x", "x"] {
      _ = dialogue.ask("events", "POST", body: #"{"type":"t","external_id":"\#(id)"}"#)
    }
    let log = try dialogue.administer("log")
    #expect(
      log.map { $0["fault"]?.string } == ["lost-request", nil, "lost-answer", "cut", nil]
    )
    #expect(log.map { $0["took_effect"]?.bool } == [false, true, true, true, true])
    #expect(log.map { $0["answered"]?.string } == ["none", "whole", "none", "cut", "whole"])
    #expect(log.map { $0["status"]?.integer } == [0, 202, 202, 202, 202])
    #expect(try dialogue.administer("events?external_id=x").count == 3)
  }

  @Test("records are refused on demand, in each of the known bodies")
  func refusals() throws {
    let dialogue = ShopDialogue()
    let kinds = ["400:a", "400:b", "400:c", "400:d", "400:e", "401", "403", "404", "409", "413"]
    try dialogue.administer("fault?kinds=\(kinds.joined(separator: ","))&body=bad")
    var bodies: Set<String> = []
    for kind in kinds {
      let reply = dialogue.ask("events", "POST", body: #"{"type":"bad"}"#)
      #expect(reply.status == Int(kind.prefix(3)))
      if reply.status == 400 { bodies.insert(String(decoding: reply.body, as: UTF8.self)) }
      #expect(dialogue.ask("events", "POST", body: #"{"type":"good"}"#).status == 202)
    }
    #expect(bodies.count == 5)
    #expect(bodies.contains("{}"))
    #expect(try dialogue.administer("events").count == kinds.count)
  }

  @Test("people opt out, are redacted or gone between a look-up and a write")
  func acts() throws {
    let dialogue = ShopDialogue { $0.pageSize = 1000 }
    let ids = try dialogue.list("sort=created_at__asc").prefix(3).compactMap { $0["id"]?.string }
    for (act, id) in zip(["unsubscribe", "redact", "remove"], ids) {
      try dialogue.administer("before?do=\(act)&id=\(id)&method=PATCH&target=\(id)")
      #expect(dialogue.ask("subscribers/\(id)").status == 200)
      let reply = dialogue.ask("subscribers/\(id)", "PATCH", body: #"{"tags":["new"]}"#)
      #expect(reply.status == (act == "remove" ? 400 : 200))
    }
    for sort in ["created_at", "updated_at", "phone_number"] {
      #expect(try dialogue.list("sort=\(sort)__asc").count == 249)
    }
    let rows = try dialogue.administer("subscribers")
    #expect(!rows.contains { $0["id"]?.string == ids[2] })
    let first = try dialogue.subscriber(ids[0])
    #expect(first["subscriptions"]?["promotional"]?["can_send"]?.bool == false)
    #expect(first["tags"]?.array?.contains(.string("new")) == true)
    #expect(try dialogue.subscriber(ids[1])["phone_number"] == .null)
  }

  @Test("Retry-After, a limit of writes and forbidden endpoints, where asked for")
  func limits() throws {
    let dialogue = ShopDialogue { $0.writeLimit = 2 }
    dialogue.shop.plannedFaults = [.tooMany, .tooMany, .tooMany]
    #expect(dialogue.ask("me").headers.isEmpty)
    try dialogue.administer("settings?retry-after=5")
    #expect(dialogue.ask("me").headers.map(\.value) == ["5"])
    try dialogue.administer("settings?retry-after-date=true")
    #expect(dialogue.ask("me").headers.map(\.value) == ["Thu, 15 Jan 2026 12:00:05 GMT"])
    let write = Request("POST", "/api/v2/events", headers: ShopDialogue.key)
    let read = Request("GET", "/api/v2/me", headers: ShopDialogue.key)
    let admitted = [write, write, write, read].map { dialogue.shop.admits($0, arrival: 1) }
    #expect(admitted == [true, true, false, true])
    try dialogue.administer("settings?deny=POST%20events,PATCH%20compliance")
    let denied = dialogue.ask("events", "POST", body: #"{"type":"a"}"#)
    #expect(denied.status == 403)
    #expect(String(decoding: denied.body, as: UTF8.self).contains("v2.access_denied"))
    #expect(dialogue.ask("compliance/redact", "PATCH", body: "{}").status == 403)
    #expect(dialogue.ask("subscribers").status == 200)
  }
}
