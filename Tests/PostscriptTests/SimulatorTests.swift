import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// The simulator against what is published of the API.
@Suite("Simulator")
struct SimulatorTests {
  private static let key = [(name: "Authorization", value: "Bearer \(KeyRing.standardKey)")]

  private static func shop(_ change: (inout SimulatorSettings) -> Void = { _ in }) -> Shop {
    var settings = SimulatorSettings()
    settings.subscribers = 250
    settings.clock = .steps(1000)
    change(&settings)
    return Shop(settings, start: Timestamp(microseconds: 1_768_478_400_000_000))
  }

  private static func json(_ reply: Reply) throws -> JSONValue {
    try reply.body.withView { try JSONValue(parsing: $0) }
  }

  private static func ask(
    _ shop: inout Shop,
    _ target: String,
    _ method: String = "GET",
    body: String = "",
    headers: [(name: String, value: String)] = key
  ) -> Reply {
    let request = Request(method, "/api/v2/" + target, headers: headers, body: Array(body.utf8))
    return shop.answer(request, isAdmitted: true, time: Timestamp(microseconds: 0))
  }

  private static func list(_ shop: inout Shop, _ query: String) throws -> [JSONValue] {
    let reply = ask(&shop, "subscribers?" + query)
    #expect(reply.status == 200, "\(query)")
    return try #require(try json(reply)["subscribers"]?.array)
  }

  @Test("who am I")
  func me() throws {
    var shop = Self.shop()
    let me = try Self.json(Self.ask(&shop, "me"))
    #expect(me["resource_type"]?.string == "shop")
    #expect(me["resource_id"]?.string?.hasPrefix("shop_") == true)
  }

  @Test("pages hold every subscriber once, in the order asked for")
  func pages() throws {
    var shop = Self.shop { $0.pageSize = 30 }
    for sort in ["created_at", "updated_at", "phone_number"] {
      var seen: [String] = []
      for page in 1...9 {
        let rows = try Self.list(&shop, "sort=\(sort)__desc&page=\(page)")
        #expect(rows.count == (page < 9 ? 30 : 10))
        seen += rows.compactMap { $0[sort]?.string }
      }
      #expect(seen == seen.sorted(by: >))
      #expect(seen.count == 250)
    }
    let info = try Self.json(Self.ask(&shop, "subscribers?page=99"))["page_info"]
    #expect(info?["total_pages"]?.integer == 9)
    #expect(try Self.list(&shop, "page=99").isEmpty)
  }

  @Test("filters select what they say")
  func filters() throws {
    var shop = Self.shop { $0.pageSize = 1000 }
    let all = try Self.list(&shop, "sort=updated_at__asc")
    let middle = try #require(all[125]["updated_at"]?.string)
    let late = try Self.list(&shop, "updated_at__gte=\(middle)&sort=updated_at__asc")
    let early = try Self.list(&shop, "updated_at__lt=\(middle)&sort=updated_at__asc")
    #expect(early.count + late.count == 250)
    let phone = try #require(all[7]["phone_number"]?.string)
    let other = try #require(all[9]["phone_number"]?.string)
    let encoded = phone.split(separator: "+").joined()
    #expect(try Self.list(&shop, "phone_number__eq=%2B\(encoded)").count == 1)
    #expect(
      try Self.list(
        &shop,
        "phone_number__in=%2B\(encoded)&phone_number__in=%2B\(other.dropFirst())"
      )
      .count == 2
    )
    #expect(try Self.list(&shop, "ps_id__eq=100003").count == 1)
    #expect(try Self.list(&shop, "email__contains=subscriber1").count > 1)
    for bad in ["sort=email__asc", "page=0", "limit=5", "updated_at__gte=soon", "ps_id__gt=1"] {
      #expect(Self.ask(&shop, "subscribers?" + bad).status == 400, "\(bad)")
    }
  }

  @Test("an edit moves a subscriber to the end of the order of updates")
  func edits() throws {
    var shop = Self.shop { $0.pageSize = 1000 }
    let first = try #require(try Self.list(&shop, "sort=updated_at__asc").first)
    let id = try #require(first["id"]?.string)
    let reply = Self.ask(
      &shop,
      "subscribers/\(id)",
      "PATCH",
      body: #"{"email":"new@example.com","tags":["new"],"properties":{"points":12.50}}"#
    )
    #expect(reply.status == 200)
    let last = try #require(try Self.list(&shop, "sort=updated_at__asc").last)
    #expect(last["id"]?.string == id)
    #expect(last["email"]?.string == "new@example.com")
    #expect(last["tags"]?.array?.last?.string == "new")
    #expect(last["properties"]?["points"] == .number("12.50"))
    #expect(try Self.json(Self.ask(&shop, "subscribers/\(id)")) == last)
    #expect(Self.ask(&shop, "subscribers/s_nobody").status == 404)
  }

  @Test("creation returns a pending id that GET refuses")
  func creation() throws {
    var shop = Self.shop()
    let body = #"{"phone_number":"+15550001111","keyword":"VIP","origin":"website"}"#
    let created = try Self.json(Self.ask(&shop, "subscribers", "POST", body: body))
    let id = try #require(created["id"]?.string)
    #expect(Self.ask(&shop, "subscribers/\(id)").status == 404)
    #expect(try Self.list(&shop, "phone_number__eq=%2B15550001111").count == 1)
    #expect(Self.ask(&shop, "subscribers", "POST", body: "{}").status == 400)
  }

  @Test("keywords, webhooks, messages, events and compliance")
  func otherEndpoints() throws {
    var shop = Self.shop()
    let keywords = try #require(try Self.json(Self.ask(&shop, "keywords"))["keywords"]?.array)
    let keyword = try #require(keywords.first?["id"]?.string)
    #expect(keyword.hasPrefix("kw_"))
    // Without a zone, though in UTC.
    #expect(keywords.first?["created_at"]?.string?.hasSuffix("Z") == false)
    #expect(Self.ask(&shop, "keywords/\(keyword)").status == 200)
    let missing = try Self.json(Self.ask(&shop, "keywords/kw_none"))
    #expect(missing["error_code"]?.integer == 3001)
    let hook = #"{"callback_url":"https://example.com/x","event":"shop.test"}"#
    let made = try Self.json(Self.ask(&shop, "webhooks", "POST", body: hook))
    let id = try #require(made["id"]?.string)
    #expect(Self.ask(&shop, "webhooks/\(id)", "DELETE").status == 200)
    #expect(Self.ask(&shop, "webhooks/\(id)").status == 404)
    let plain = #"{"callback_url":"http://example.com/x","event":"shop.test"}"#
    #expect(Self.ask(&shop, "webhooks", "POST", body: plain).status == 400)
    #expect(Self.ask(&shop, "webhooks/example?event=shop.incoming_message").status == 200)
    #expect(try Self.json(Self.ask(&shop, "webhooks/token"))["token"]?.string != nil)
    let message = try #require(shop.messageIDs.sent.first)
    #expect(Self.ask(&shop, "sent_messages/\(message)").status == 200)
    #expect(Self.ask(&shop, "sent_messages").status == 404)
    let event = #"{"type":"order_placed","phone":"+15550001111"}"#
    #expect(Self.ask(&shop, "events", "POST", body: event).status == 202)
    #expect(Self.ask(&shop, "events", "POST", body: #"{"type":"a b","phone":"1"}"#).status == 400)
    let first = try #require(try Self.list(&shop, "page=1").first?["id"]?.string)
    let unsubscribe = "{\"postscript_subscriber_id\":\"\(first)\"}"
    #expect(Self.ask(&shop, "compliance/unsubscribe", "PATCH", body: unsubscribe).status == 202)
    let after = try Self.json(Self.ask(&shop, "subscribers/\(first)"))
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
    var shop = Self.shop()
    var headers = [(name: "Authorization", value: "Bearer \(key)")]
    if let shopToken { headers.append(("X-Postscript-Shop-Token", shopToken)) }
    #expect(Self.ask(&shop, "me", headers: headers).status == status)
  }

  @Test("the sixteenth request within a second is one too many, per key")
  func rateLimit() {
    var shop = Self.shop()
    let request = Request("GET", "/api/v2/me", headers: Self.key)
    let answers = (0..<20).map { shop.admits(request, arrival: Int64($0) * 1000) }
    #expect(answers == Array(repeating: true, count: 15) + Array(repeating: false, count: 5))
    let partner = Request("GET", "/api/v2/me", headers: [("Authorization", "Bearer x")])
    let other = shop.admits(partner, arrival: 20_000)
    #expect(other)
    let later = shop.admits(request, arrival: 1_000_001)
    #expect(later)
    let refused = shop.answer(request, isAdmitted: false, time: Timestamp(microseconds: 0))
    #expect(refused.status == 429)
    #expect(
      String(decoding: refused.body, as: UTF8.self)
        == #"{"error_code":3002,"error_message":"Rate limit exceeded","success":false}"#
    )
  }

  @Test("faults happen as they are planned, and the log tells them")
  func faults() {
    var shop = Self.shop()
    shop.plannedFaults = [.internalError, .unavailable, .cut, .reset, .wrongType, .malformed]
    let replies = (0..<7).map { _ in Self.ask(&shop, "keywords") }
    #expect(replies.map(\.status) == [500, 503, 200, 200, 200, 200, 200])
    #expect(replies[2].delivery == .cut)
    #expect(replies[3].delivery == .reset)
    #expect(replies[4].contentType.hasPrefix("text/html"))
    #expect(throws: JSONFault.self) { try Self.json(replies[5]) }
    #expect(
      shop.log.map(\.fault) == ["500", "503", "cut", "reset", "wrong-type", "malformed", nil]
    )
  }

  @Test("the same seed gives the same shop; the log never holds a key")
  func seeds() {
    var one = Self.shop { $0.mutationsPerRequest = 3 }
    var other = Self.shop { $0.mutationsPerRequest = 3 }
    for _ in 0..<50 {
      #expect(Self.ask(&one, "keywords").body == Self.ask(&other, "keywords").body)
    }
    #expect(one.subscribersAsLines() == other.subscribersAsLines())
    #expect(!one.log.map(\.json).joined().contains(KeyRing.standardKey))
  }
}
