import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// The simulator against what is published of the API.
@Suite("Simulator")
struct SimulatorTests {
  @Test("who am I")
  func me() throws {
    let dialogue = ShopDialogue()
    let me = try ShopDialogue.json(dialogue.ask("me"))
    #expect(me["resource_type"]?.string == "shop")
    #expect(me["resource_id"]?.string?.hasPrefix("shop_") == true)
  }

  @Test("pages hold every subscriber once, in the order asked for")
  func pages() throws {
    let dialogue = ShopDialogue { $0.pageSize = 30 }
    for sort in ["created_at", "updated_at", "phone_number"] {
      var seen: [String] = []
      for page in 1...9 {
        let rows = try dialogue.list("sort=\(sort)__desc&page=\(page)")
        #expect(rows.count == (page < 9 ? 30 : 10))
        seen += rows.compactMap { $0[sort]?.string }
      }
      #expect(seen == seen.sorted(by: >))
      #expect(seen.count == 250)
    }
    let info = try ShopDialogue.json(dialogue.ask("subscribers?page=99"))["page_info"]
    #expect(info?["total_pages"]?.integer == 9)
    #expect(try dialogue.list("page=99").isEmpty)
  }

  @Test("filters select what they say")
  func filters() throws {
    let dialogue = ShopDialogue { $0.pageSize = 1000 }
    let all = try dialogue.list("sort=updated_at__asc")
    let middle = try #require(all[125]["updated_at"]?.string)
    let late = try dialogue.list("updated_at__gte=\(middle)&sort=updated_at__asc")
    let early = try dialogue.list("updated_at__lt=\(middle)&sort=updated_at__asc")
    #expect(early.count + late.count == 250)
    let phone = try #require(all[7]["phone_number"]?.string)
    let other = try #require(all[9]["phone_number"]?.string)
    let encoded = phone.split(separator: "+").joined()
    #expect(try dialogue.list("phone_number__eq=%2B\(encoded)").count == 1)
    #expect(
      try dialogue.list(
        "phone_number__in=%2B\(encoded)&phone_number__in=%2B\(other.dropFirst())"
      )
      .count == 2
    )
    #expect(try dialogue.list("ps_id__eq=100003").count == 1)
    #expect(try dialogue.list("email__contains=subscriber1").count > 1)
    // What the API does with names that it doesn't publish isn't known.
    #expect(dialogue.ask("subscribers?limit=5").status == 200)
    dialogue.shop.settings.checks = .strict
    for bad in ["sort=email__asc", "page=0", "limit=5", "updated_at__gte=soon", "ps_id__gt=1"] {
      #expect(dialogue.ask("subscribers?" + bad).status == 400, "\(bad)")
    }
  }

  @Test("an edit moves a subscriber to the end of the order of updates")
  func edits() throws {
    let dialogue = ShopDialogue { $0.pageSize = 1000 }
    let first = try #require(try dialogue.list("sort=updated_at__asc").first)
    let id = try #require(first["id"]?.string)
    let reply = dialogue.ask(
      "subscribers/\(id)",
      "PATCH",
      body: #"{"tags":["new"],"properties":{"points":12.50}}"#
    )
    #expect(reply.status == 200)
    let last = try #require(try dialogue.list("sort=updated_at__asc").last)
    #expect(last["id"]?.string == id)
    #expect(last["tags"]?.array?.last?.string == "new")
    #expect(last["properties"]?["points"] == .number("12.50"))
    #expect(try ShopDialogue.json(dialogue.ask("subscribers/\(id)")) == last)
    #expect(dialogue.ask("subscribers/s_nobody").status == 400)
  }

  @Test("keywords, webhooks, messages, events and compliance")
  func otherEndpoints() throws {
    let dialogue = ShopDialogue()
    let keywords = try #require(try ShopDialogue.json(dialogue.ask("keywords"))["keywords"]?.array)
    let keyword = try #require(keywords.first?["id"]?.string)
    #expect(keyword.hasPrefix("kw_"))
    // Without a zone, though in UTC.
    #expect(keywords.first?["created_at"]?.string?.hasSuffix("Z") == false)
    #expect(dialogue.ask("keywords/\(keyword)").status == 200)
    let missing = try ShopDialogue.json(dialogue.ask("keywords/kw_none"))
    #expect(missing["error_code"]?.integer == 3001)
    let hook = #"{"callback_url":"https://example.com/x","event":"shop.test"}"#
    let made = try ShopDialogue.json(dialogue.ask("webhooks", "POST", body: hook))
    let id = try #require(made["id"]?.string)
    #expect(dialogue.ask("webhooks/\(id)", "DELETE").status == 200)
    #expect(dialogue.ask("webhooks/\(id)").status == 400)
    let plain = #"{"callback_url":"http://example.com/x","event":"shop.test"}"#
    #expect(dialogue.ask("webhooks", "POST", body: plain).status == 400)
    #expect(dialogue.ask("webhooks/example?event=shop.incoming_message").status == 200)
    #expect(try ShopDialogue.json(dialogue.ask("webhooks/token"))["token"]?.string != nil)
    let message = try #require(dialogue.shop.messageIDs.sent.first)
    #expect(dialogue.ask("sent_messages/\(message)").status == 200)
    #expect(dialogue.ask("sent_messages").status == 404)
    let event = #"{"type":"order_placed","phone":"+15550001111"}"#
    #expect(dialogue.ask("events", "POST", body: event).status == 202)
    #expect(dialogue.ask("events", "POST", body: #"{"type":"a b","phone":"1"}"#).status == 400)
    let first = try #require(try dialogue.list("page=1").first?["id"]?.string)
    let unsubscribe = "{\"postscript_subscriber_id\":\"\(first)\"}"
    #expect(dialogue.ask("compliance/unsubscribe", "PATCH", body: unsubscribe).status == 202)
    let after = try ShopDialogue.json(dialogue.ask("subscribers/\(first)"))
    #expect(after["subscriptions"]?["promotional"]?["can_send"]?.bool == false)
  }

  @Test(
    "keys let in, or are refused",
    arguments: [
      ("sk_simulated_private", nil, 200), ("pk_simulated_public", nil, 401),
      ("sk_simulated_revoked", nil, 401), ("sk_simulated_no_plan", nil, 403), ("sk_x", nil, 401),
      ("sk_partner_simulated", nil, 401), ("sk_partner_simulated", "sk_simulated_private", 200),
      ("sk_partner_simulated", "sk_simulated_no_plan", 200), ("sk_partner_simulated", "sk_x", 401),
    ] as [(String, String?, Int)]
  )
  func keys(key: String, shopToken: String?, status: Int) {
    let dialogue = ShopDialogue()
    var headers = [(name: "Authorization", value: "Bearer \(key)")]
    if let shopToken { headers.append(("X-Postscript-Shop-Token", shopToken)) }
    #expect(dialogue.ask("me", headers: headers).status == status)
  }

  @Test("the sixteenth request within a second is one too many, per key")
  func rateLimit() {
    let dialogue = ShopDialogue()
    let request = Request("GET", "/api/v2/me", headers: ShopDialogue.key)
    let answers = (0..<20).map { dialogue.shop.admits(request, arrival: Int64($0) * 1000) }
    #expect(answers == Array(repeating: true, count: 15) + Array(repeating: false, count: 5))
    let partner = Request("GET", "/api/v2/me", headers: [("Authorization", "Bearer x")])
    let other = dialogue.shop.admits(partner, arrival: 20_000)
    #expect(other)
    let later = dialogue.shop.admits(request, arrival: 1_000_001)
    #expect(later)
    let refused = dialogue.shop.answer(request, isAdmitted: false, time: Timestamp(microseconds: 0))
    #expect(refused.status == 429)
    #expect(
      String(decoding: refused.body, as: UTF8.self)
        == #"{"error_code":3002,"error_message":"Rate limit exceeded","success":false}"#
    )
  }

  @Test("faults happen as they are planned, and the log tells them")
  func faults() {
    let dialogue = ShopDialogue()
    dialogue.shop.plannedFaults = [
      .internalError, .unavailable, .cut, .reset, .wrongType, .malformed,
    ]
    let replies = (0..<7).map { _ in dialogue.ask("keywords") }
    #expect(replies.map(\.status) == [500, 503, 200, 0, 200, 200, 200])
    #expect(replies[2].delivery == .cut)
    #expect(replies[3].delivery == .reset)
    #expect(replies[4].contentType.hasPrefix("text/html"))
    #expect(throws: JSONFault.self) { try ShopDialogue.json(replies[5]) }
    #expect(
      dialogue.shop.log.map(\.fault) == [
        "500", "503", "cut", "reset", "wrong-type", "malformed", nil,
      ]
    )
  }

  @Test("the same seed gives the same shop; the log never holds a key")
  func seeds() {
    let one = ShopDialogue { $0.mutationsPerRequest = 3 }
    let other = ShopDialogue { $0.mutationsPerRequest = 3 }
    for _ in 0..<50 {
      #expect(one.ask("keywords").body == other.ask("keywords").body)
    }
    #expect(one.shop.subscribersAsLines() == other.shop.subscribersAsLines())
    #expect(!one.shop.log.map(\.json).joined().contains(KeyRing.standardKey))
  }
}
