import PostscriptSimulator
import TestSupport
import Testing
import Wire

@Suite("load-postscript webhooks")
struct WebhookAdministrationTests {
  private let url = "https://shop.example/hooks"

  private func call(_ run: SendRun, _ name: String, _ arguments: [String]) throws -> Outcome {
    let options = ["--base-url", run.simulator.baseURL, "--rate", "100000"]
    return try run.workspace.run(
      TestSupport.Command(
        path: BuiltProducts.program("load-postscript"),
        ["webhooks", name] + options + arguments,
        environment: ["POSTSCRIPT_API_KEY": KeyRing.standardKey]
      )
    )
  }

  private func create(_ run: SendRun, _ event: String, _ more: String...) throws -> Outcome {
    try call(run, "create", ["--event", event, "--callback-url", url] + more)
  }

  private func ours(_ run: SendRun) throws -> [JSONValue] {
    try run.administer("webhooks").filter { $0["callback_url"]?.string == url }
  }

  @Test("one subscription each, however often it is created, and the token for the receiver alone")
  func create() throws {
    try SendRun.with { run in
      for _ in 0..<2 {
        try create(run, "shop.subscriber.opt_out", "--token-file", "token").orThrow()
      }
      #expect(try ours(run).count == 1)
      let token = try run.workspace.read("token")
      #expect(token == SimulatorSettings().webhookToken + "\n")
      let mode = try run.workspace.run(.shell("stat -c %a token")).orThrow().text
      #expect(mode == "600\n")
    }
  }

  @Test("an answer that was lost makes no second subscription")
  func lostAnswer() throws {
    try SendRun.with { run in
      run.plan([.lostAnswer], target: "/webhooks", body: "opt_in")
      let outcome = try create(run, "shop.subscriber.opt_in").orThrow()
      #expect(outcome.errors.contains("looking whether there is one"), "\(outcome)")
      #expect(try ours(run).count == 1)
      // A request that was lost is made again.
      run.plan([.lostRequest], target: "/webhooks", body: "shop.test")
      try create(run, "shop.test").orThrow()
      #expect(try ours(run).count == 2)
    }
  }

  @Test("header fields are kept as asked for, and their values are shown nowhere")
  func headers() throws {
    try SendRun.with { run in
      try create(run, "shop.test").orThrow()
      try run.workspace.write("headers", #"{"X-Secret":"hidden-value"}"#)
      let changed = try create(run, "shop.test", "--headers-file", "headers").orThrow()
      #expect(try ours(run).map { $0["headers"]?["X-Secret"]?.string } == ["hidden-value"])
      let listed = try call(run, "list", ["--format", "json"]).orThrow()
      #expect(changed.text.contains("X-Secret") && listed.text.contains("X-Secret"))
      #expect(!(changed.text + changed.errors + listed.text + listed.errors).contains("hidden"))
      // Without the file they stay.
      try create(run, "shop.test").orThrow()
      #expect(try ours(run).map { $0["headers"]?["X-Secret"]?.string } == ["hidden-value"])
      try run.workspace.write("headers", #"["X"]"#)
      #expect(try create(run, "shop.test", "--headers-file", "headers").status == 78)
    }
  }

  @Test("the event that is published under two names is found under both")
  func spellings() throws {
    try SendRun.with { run in
      // The API takes the second spelling only.
      run.plan([.coded], target: "/webhooks", body: #""shop.email_collected""#)
      try create(run, "shop.email_collected").orThrow()
      #expect(try ours(run).map { $0["event"]?.string } == ["shop.shop.email_collected"])
      try create(run, "shop.email_collected").orThrow()
      #expect(try ours(run).count == 1)
      let unknown = try create(run, "shop.nothing")
      #expect(unknown.status == 65)
      #expect(unknown.errors.contains("event: unknown"), "\(unknown)")
    }
  }

  @Test("what is removed is gone, also where the answer was lost; what never was is said")
  func remove() throws {
    try SendRun.with { run in
      try create(run, "shop.test").orThrow()
      let id = try #require(try ours(run).first?["id"]?.string)
      run.plan([.lostAnswer], target: id)
      try call(run, "remove", [id]).orThrow()
      #expect(try ours(run).isEmpty)
      let again = try call(run, "remove", [id])
      #expect(again.status == 65)
      #expect(again.errors.contains("there is no subscription"), "\(again)")
    }
  }

  @Test("a test is asked for only where someone would get it, and then comes")
  func test() throws {
    try SendRun.with { run in
      try create(run, "shop.test").orThrow()
      try call(run, "test", ["shop.test"]).orThrow()
      let targets = try run.administer("deliveries").compactMap { $0["target"]?.string }
      #expect(targets.contains("/hooks"))
      #expect(try call(run, "test", ["shop.subscriber.opt_out"]).status == 65)
    }
  }

  @Test("an address that is no https address is refused before anything is asked")
  func address() throws {
    try SendRun.with { run in
      for wrong in ["http://a.example/", "https://", "a.example", "https://a b.example/"] {
        let outcome = try call(run, "create", ["--event", "shop.test", "--callback-url", wrong])
        #expect(outcome.status == 64, "\(wrong): \(outcome)")
      }
    }
  }
}
