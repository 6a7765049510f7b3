import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// What writes do to a simulated subscriber: what they name, and nothing else.
@Suite("Simulator: writes")
struct SimulatorWriteTests {
  @Test("a PATCH changes what it names and nothing else, however often")
  func patch() throws {
    let dialogue = ShopDialogue { $0.pageSize = 1000 }
    let before = try dialogue.list("sort=created_at__asc")
    for row in before.prefix(60) {
      let id = try #require(row["id"]?.string)
      for body in ["{}", #"{"tags":["loyal"],"properties":{"points":5,"none":null}}"#, "{}"] {
        #expect(dialogue.ask("subscribers/\(id)", "PATCH", body: body).status == 200)
      }
      let after = try dialogue.subscriber(id)
      let rest = ["tags", "properties", "updated_at"]
      #expect(
        JSONValue.object(after.members?.filter { !rest.contains($0.key) } ?? [])
          == JSONValue.object(row.members?.filter { !rest.contains($0.key) } ?? [])
      )
      let tags = try #require(row["tags"]?.array)
      #expect(after["tags"]?.array == tags + [.string("loyal")])
      let properties = try #require(row["properties"]?.members)
      #expect(after["properties"] == .object(properties + [("points", .number("5"))]))
    }
    // Nobody else was touched.
    let rest = try dialogue.list("sort=created_at__asc")
    #expect(Array(rest.dropFirst(60)) == Array(before.dropFirst(60)))
  }

  @Test("a property that is there is replaced in its place, once, and keeps its neighbours' bytes")
  func properties() throws {
    let dialogue = ShopDialogue()
    let row = try #require(
      try dialogue.list("page=1").first { ($0["properties"]?.members?.count ?? 0) > 2 }
    )
    let id = try #require(row["id"]?.string)
    let names = try #require(row["properties"]?.members?.map(\.key))
    let body = JSONValue.object([
      ("properties", .object([(names[1], .string("new")), ("more", .bool(true))]))
    ])
    _ = dialogue.ask("subscribers/\(id)", "PATCH", body: body.text)
    let after = try #require(try dialogue.subscriber(id)["properties"]?.members)
    #expect(after.map(\.key) == names + ["more"])
    #expect(after[1].value == .string("new"))
    #expect(after[0].value == row["properties"]?.members?[0].value)
  }

  @Test("changes of the shop's own keep what a client wrote, and consent")
  func mutations() throws {
    let dialogue = ShopDialogue { $0.subscribers = 5 }
    let row = try #require(try dialogue.list("page=1").first)
    let id = try #require(row["id"]?.string)
    _ = dialogue.ask("subscribers/\(id)", "PATCH", body: #"{"properties":{"points":7}}"#)
    dialogue.shop.mutate(expected: 200)
    let after = try dialogue.subscriber(id)
    #expect(after["properties"]?["points"] == .number("7"))
    #expect(after["subscriptions"] == row["subscriptions"])
    #expect(after["updated_at"] != row["updated_at"])
  }

  @Test("an e-mail address is taken only where none is there, or no customer is linked")
  func email() throws {
    let dialogue = ShopDialogue { $0.pageSize = 1000 }
    for row in try dialogue.list("page=1") {
      let id = try #require(row["id"]?.string)
      let email = "new-\(id)@example.com"
      let reply = dialogue.ask("subscribers/\(id)", "PATCH", body: #"{"email":"\#(email)"}"#)
      #expect(reply.status == 200)
      let isTaken = row["email"] == .null || row["shopify_customer_id"] == .null
      #expect(
        try ShopDialogue.json(reply)["email"] == (isTaken ? .string(email) : row["email"])
      )
    }
  }

  @Test("fifty properties in all, those included that were there before")
  func limit() throws {
    let dialogue = ShopDialogue()
    let row = try #require(
      try dialogue.list("page=1").first { $0["properties"]?.members?.count == 5 }
    )
    let id = try #require(row["id"]?.string)
    func body(_ names: Range<Int>) -> String {
      "{\"properties\":{" + names.map { "\"p\($0)\":\($0)" }.joined(separator: ",") + "}}"
    }
    #expect(dialogue.ask("subscribers/\(id)", "PATCH", body: body(0..<45)).status == 200)
    #expect(dialogue.ask("subscribers/\(id)", "PATCH", body: body(40..<46)).status == 400)
    #expect(dialogue.ask("subscribers/\(id)", "PATCH", body: body(10..<45)).status == 200)
    #expect(try dialogue.subscriber(id)["properties"]?.members?.count == 50)
  }

  @Test("nobody is a subscriber who has not confirmed, and a phone number has one subscriber")
  func signUp() throws {
    let dialogue = ShopDialogue()
    let body = #"{"phone_number":"(555) 000-1111","keyword":"vip","email":"a@example.com"}"#
    let list = "phone_number__eq=%2B15550001111"
    for _ in 0..<2 {
      let created = try ShopDialogue.json(dialogue.ask("subscribers", "POST", body: body))
      let id = try #require(created["id"]?.string)
      #expect(dialogue.ask("subscribers/\(id)").status == 400)
      #expect(try dialogue.list(list).isEmpty)
    }
    #expect(try dialogue.administer("pending").count == 1)
    let real = try dialogue.administer("confirm?phone=%2B15550001111")
    let row = try #require(try dialogue.list(list).first)
    #expect(row["id"] == real.first?["id"])
    #expect(row["email"]?.string == "a@example.com")
    #expect(row["subscriptions"]?["promotional"]?["can_send"]?.bool == true)
    // Once more for a phone number that is there: still one row, and consent as it was until then.
    let id = try #require(row["id"]?.string)
    let stop = #"{"postscript_subscriber_id":"\#(id)"}"#
    _ = dialogue.ask("compliance/unsubscribe", "PATCH", body: stop)
    #expect(dialogue.ask("subscribers", "POST", body: body).status == 200)
    let waiting = try #require(try dialogue.list(list).first)
    #expect(waiting["subscriptions"]?["promotional"]?["can_send"]?.bool == false)
    try dialogue.administer("confirm?phone=%2B15550001111")
    #expect(try dialogue.list(list).count == 1)
    #expect(
      try dialogue.subscriber(id)["subscriptions"]?["promotional"]?["can_send"]?.bool == true
    )
  }

  @Test(
    "a sign-up needs a phone number and a keyword that there is",
    arguments: [
      #"{"phone_number":"garbage","keyword":"VIP"}"#, #"{"phone_number":"+15550001111"}"#,
      #"{"phone_number":"+15550001111","keyword":"NOSUCH"}"#,
      #"{"phone_number":"+15550001111","keyword":"VIP","origin":"email"}"#, #"{"keyword":"VIP"}"#,
    ]
  )
  func refusedSignUp(body: String) throws {
    let dialogue = ShopDialogue()
    #expect(dialogue.ask("subscribers", "POST", body: body).status == 400)
    #expect(try dialogue.administer("pending").isEmpty)
  }

  @Test("people confirm by themselves where that is asked for")
  func confirmation() throws {
    let dialogue = ShopDialogue { $0.confirmAfter = 60 }
    let body = #"{"phone_number":"+15550001111","keyword":"VIP"}"#
    _ = dialogue.ask("subscribers", "POST", body: body)
    #expect(try dialogue.list("phone_number__eq=%2B15550001111").isEmpty)
    try dialogue.administer("advance?seconds=61")
    #expect(try dialogue.list("phone_number__eq=%2B15550001111").count == 1)
  }

  @Test(
    "redaction takes away everything that tells who it was, by each of the four fields",
    arguments: ["postscript_subscriber_id", "phone_number", "email", "shopify_customer_id"]
  )
  func redaction(field: String) throws {
    let dialogue = ShopDialogue()
    let row = try #require(
      try dialogue.list("page=1").first {
        $0["email"] != .null && $0["shopify_customer_id"] != .null
          && $0["properties"]?.members?.isEmpty == false
      }
    )
    let id = try #require(row["id"]?.string)
    let source = field == "postscript_subscriber_id" ? "id" : field
    let value = try #require(row[source])
    let text = value.string ?? value.text
    let body = JSONValue.object([(field, .string(text))]).text
    let reply = dialogue.ask("compliance/redact", "PATCH", body: body)
    #expect(reply.status == 202)
    #expect(String(decoding: reply.body, as: UTF8.self) == #"{"message":"OK"}"#)
    let after = try dialogue.subscriber(id)
    for name in ["email", "phone_number", "shopify_customer_id"] { #expect(after[name] == .null) }
    #expect(after["properties"] == .object([]))
    #expect(after["tags"] == .array([]))
    #expect(after["subscriptions"]?["transactional"]?["can_send"]?.bool == false)
    let message = #"{"body":"Hello","subscriber_id":"\#(id)"}"#
    #expect(dialogue.ask("message_requests", "POST", body: message).status == 400)
  }

  @Test("an unsubscription goes by id or phone number only, and ends messages")
  func unsubscription() throws {
    let dialogue = ShopDialogue()
    let row = try #require(
      try dialogue.list("page=1").first {
        $0["email"] != .null && $0["subscriptions"]?["promotional"]?["can_send"]?.bool == true
      }
    )
    let id = try #require(row["id"]?.string)
    let email = JSONValue.object([("email", row["email"] ?? .null)]).text
    let phone = JSONValue.object([("phone_number", row["phone_number"] ?? .null)]).text
    let message = #"{"body":"Hello","subscriber_id":"\#(id)"}"#
    #expect(dialogue.ask("compliance/unsubscribe", "PATCH", body: email).status == 400)
    #expect(dialogue.ask("message_requests", "POST", body: message).status == 202)
    #expect(dialogue.ask("compliance/unsubscribe", "PATCH", body: phone).status == 202)
    #expect(dialogue.ask("message_requests", "POST", body: message).status == 400)
    let after = try dialogue.subscriber(id)
    #expect(
      after.without("subscriptions", "updated_at")
        == row.without("subscriptions", "updated_at")
    )
  }
}
