import Glibc
import PostscriptAPI
import PostscriptSimulator
import Synchronization
import TestSupport
import Testing
import Wire

/// The webhooks that the simulator delivers.
@Suite("Simulator: webhooks")
struct SimulatorWebhookTests {
  /// Subscribes to an event, and gives the subscription's id.
  private static func subscribe(_ dialogue: ShopDialogue, _ event: String) throws -> String {
    let body = JSONValue.object([
      ("callback_url", .string("https://example.com/hooks?event=\(event)")),
      ("event", .string(event)), ("headers", .object([("X-Mine", .string("5"))])),
    ])
    let reply = dialogue.ask("webhooks", "POST", body: body.text)
    return try #require(try ShopDialogue.json(reply)["id"]?.string)
  }

  /// Delivers what is due, with a status for each attempt, and gives the bodies in order.
  private static func deliver(
    _ dialogue: ShopDialogue,
    _ statuses: (Int) -> Int = { _ in 200 }
  ) throws -> [JSONValue] {
    var bodies: [JSONValue] = []
    let time = Timestamp(microseconds: 0)
    while let delivery = dialogue.shop.takeDelivery(time: time) {
      bodies.append(try delivery.body.withView { try JSONValue(parsing: $0) })
      dialogue.shop.settle(delivery, status: statuses(bodies.count))
    }
    return bodies
  }

  @Test("there is no token before the first subscription; afterwards it is the one of deliveries")
  func token() throws {
    let dialogue = ShopDialogue { $0.hasWebhooks = false }
    #expect(dialogue.ask("webhooks/token").status == 400)
    let id = try Self.subscribe(dialogue, "shop.test")
    #expect(dialogue.ask("webhooks/\(id)", "DELETE").status == 200)
    try dialogue.administer("settings?webhook-token=other")
    let token = try ShopDialogue.json(dialogue.ask("webhooks/token"))
    #expect(token == .object([("token", .string("other"))]))
  }

  @Test("a test needs an event that there is, and reaches those who subscribed to it")
  func test() throws {
    let dialogue = ShopDialogue { $0.hasWebhooks = false }
    let id = try Self.subscribe(dialogue, "shop.incoming_message")
    _ = try Self.subscribe(dialogue, "shop.test")
    for body in ["{}", #"{"event":"shop.none"}"#, ""] {
      #expect(dialogue.ask("webhooks/test", "POST", body: body).status == 400)
    }
    let body = #"{"event":"shop.incoming_message"}"#
    #expect(dialogue.ask("webhooks/test", "POST", body: body).status == 202)
    let bodies = try Self.deliver(dialogue)
    #expect(bodies.count == 1)
    #expect(bodies.first?["webhook_id"]?.string == id)
    #expect(bodies.first?["resource_type"]?.string == "shop")
    #expect(bodies.first?["event_data"]?["from_number"]?.string == "+15555555555")
  }

  @Test("a confirmation, an opt-out and a text are told")
  func events() throws {
    let dialogue = ShopDialogue { $0.hasWebhooks = false }
    for event in ["shop.subscriber.opt_in", "shop.subscriber.opt_out", "shop.incoming_message"] {
      _ = try Self.subscribe(dialogue, event)
    }
    let phone = "%2B15550001111"
    try dialogue.administer("text?phone=\(phone)&body=vip")
    #expect(try Self.deliver(dialogue).isEmpty)
    try dialogue.administer("text?phone=\(phone)&body=yes")
    let optIn = try #require(try Self.deliver(dialogue).first)
    #expect(optIn["event"]?.string == "shop.subscriber.opt_in")
    let id = try #require(optIn["event_data"]?["subscriber_id"]?.string)
    #expect(try dialogue.subscriber(id)["phone_number"]?.string == "+15550001111")
    try dialogue.administer("text?phone=\(phone)&body=stop")
    let told = try Self.deliver(dialogue)
    #expect(
      told.map { $0["event"]?.string } == ["shop.incoming_message", "shop.subscriber.opt_out"]
    )
    #expect(told[0]["event_data"]?["is_opt_out"]?.bool == true)
    try dialogue.administer("redact?id=\(id)")
    #expect(try Self.deliver(dialogue).count == 1)
  }

  @Test("what isn't answered 200 goes again every five minutes for an hour, and is then lost")
  func retries() throws {
    let dialogue = ShopDialogue { $0.hasWebhooks = false }
    _ = try Self.subscribe(dialogue, "shop.test")
    for (answer, count) in [(500, 13), (204, 13), (0, 13), (200, 1)] {
      _ = dialogue.ask("webhooks/test", "POST", body: #"{"event":"shop.test"}"#)
      var attempts = try Self.deliver(dialogue) { _ in answer }.count
      for _ in 0..<20 {
        try dialogue.administer("advance?seconds=299")
        #expect(try Self.deliver(dialogue).isEmpty)
        try dialogue.administer("advance?seconds=1")
        attempts += try Self.deliver(dialogue) { _ in answer }.count
      }
      #expect(attempts == count, "\(answer)")
      let delivery = try #require(try dialogue.administer("deliveries").last)
      #expect(delivery["progress"]?.string == (answer == 200 ? "acknowledged" : "lost"))
    }
  }

  @Test("repeats bring the same body again, and disorder another order")
  func repeats() throws {
    let dialogue = ShopDialogue {
      $0.hasWebhooks = false
      $0.webhookRepeats = 0.5
      $0.webhookDisorder = 0.5
      $0.webhookRetry = 10
      $0.pageSize = 40
    }
    _ = try Self.subscribe(dialogue, "shop.subscriber.opt_out")
    let ids = try dialogue.list("page=1").compactMap { $0["id"]?.string }
    for id in ids { try dialogue.administer("unsubscribe?id=\(id)") }
    var told: [JSONValue] = []
    for _ in 0..<30 {
      told += try Self.deliver(dialogue)
      try dialogue.administer("advance?seconds=5")
    }
    let order = told.compactMap { $0["event_data"]?["subscriber_id"]?.string }
    #expect(order.count > ids.count)
    #expect(Set(order) == Set(ids))
    var first: [String] = []
    for id in order where !first.contains(id) { first.append(id) }
    #expect(first != ids)
    #expect(Set(told.map(\.text)).count == ids.count)
  }

  @Test("deliveries go over the network, with the signature and the subscription's own headers")
  func network() throws {
    let heads = Mutex<[String]>([])
    let serve: @Sendable (Int32) -> Void = { connection in
      var text = ""
      while !text.hasSuffix("}}"), let bytes = ScriptedServer.receive(connection), !bytes.isEmpty {
        text += String(decoding: bytes, as: UTF8.self)
      }
      let number = heads.withLock { heads in
        heads.append(text)
        return heads.count
      }
      _ = ScriptedServer.send(ScriptedServer.json(number == 1 ? 503 : 200, "{}"), to: connection)
    }
    try ScriptedServer.with(serve) { server in
      var settings = SimulatorSettings.changed { $0.webhookRetry = 0.01 }
      settings.hasWebhooks = false
      settings.webhookReceiver = try BaseURL(optionText: server.baseURL)
      try ExtractRun.with(settings) { extract in
        extract.simulator.withShop { shop in
          let headers = ShopDialogue.key
          let hook = #"""
            {"callback_url":"https://example.com/in?event=test","event":"shop.test",
            "headers":{"X-Mine":"5"}}
            """#
          for (path, body) in [("webhooks", hook), ("webhooks/test", #"{"event":"shop.test"}"#)] {
            let request = Request(
              "POST",
              "/api/v2/\(path)",
              headers: headers,
              body: Array(body.utf8)
            )
            _ = shop.answer(request, isAdmitted: true, time: Timestamp(microseconds: 0))
          }
        }
        for _ in 0..<1000 where heads.withLock({ $0.count }) < 2 { usleep(10_000) }
      }
    }
    let texts = heads.withLock { $0 }
    try #require(texts.count == 2)
    #expect(texts[0] == texts[1])
    #expect(texts[0].hasPrefix("POST /in?event=test HTTP/1.1\r\n"))
    #expect(texts[0].contains("\r\nPostscript-Signature: simulated-signing-token\r\n"))
    #expect(texts[0].contains("\r\nX-Mine: 5\r\n"))
  }
}
