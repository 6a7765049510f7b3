import Glibc
import PostscriptSimulator
import TestSupport
import Testing
import Wire

@Suite("push-order-edits")
struct PushOrderEditsTests {
  private func with(
    _ settings: SimulatorSettings = SendRun.settings { _ in },
    _ body: (PushRun) throws -> Void
  ) throws {
    try SendRun.with(settings) { try body(PushRun(run: $0, pipeline: "push-order-edits")) }
  }

  @Test("a plan sends nothing; applied, it sends what it counts, once, and the warehouse knows it")
  func planAndApply() throws {
    try withDatabase { _, database in
      try with { push in
        var push = push
        push.database = database
        let edits = [
          PushRun.edit("1", "Order Editing Started"), PushRun.edit("2"),
          PushRun.edit("3", phone: nil), PushRun.edit("4", at: "2020-01-01T00:00:00Z"),
        ]
        try push.run.workspace.write("edits.ndjson", edits.joined())
        let plan = try push("plan", "edits.ndjson").orThrow()
        #expect(plan.text.hasPrefix("2 records in the plan"), "\(plan)")
        #expect(plan.text.contains("not in it, older than max age: 1"), "\(plan)")
        #expect(push.run.writes().isEmpty)
        try push("apply").orThrow()
        #expect(try push.run.acceptances().count == 2)
        // Nothing is left to apply, and the same events again are none to send.
        #expect(try push("apply").status == 66)
        let again = try push("run", "--max-records", "2", "edits.ndjson").orThrow()
        #expect(again.errors.contains("accepted before: 2"), "\(again)")
        #expect(try push.run.acceptances().values.allSatisfy { $0 == 1 })
        #expect(
          try database.rows(
            "select event_type, outcome, count(*) from sms.postscript_sync_log "
              + "group by 1, 2 order by 1, 2"
          ) == [
            "Order_Editing_Saved|accepted|1", "Order_Editing_Saved|too_old|2",
            "Order_Editing_Started|accepted|1",
          ]
        )
      }
    }
  }

  @Test("run needs a limit, and sends nothing beyond it")
  func limit() throws {
    try with { push in
      try push.run.workspace.write("e.ndjson", (1...3).map { PushRun.edit("\($0)") }.joined())
      #expect(try push("run", "e.ndjson").status == 64)
      let outcome = try push("run", "--max-records", "2", "e.ndjson")
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("more than --max-records"), "\(outcome)")
      #expect(push.run.writes().isEmpty)
    }
  }

  @Test("events that were not accepted go with the next plan, before its own, and each once")
  func leftOver() throws {
    try with { push in
      try push.run.workspace.write("a.ndjson", PushRun.edit("1") + PushRun.edit("2"))
      try push("plan", "a.ndjson").orThrow()
      push.run.plan([.denied], body: "O2")
      #expect(try push("apply").status == 77)
      try push.run.workspace.write("a.ndjson", "")
      try push.run.workspace.write("b.ndjson", PushRun.edit("3"))
      let plan = try push("plan", "b.ndjson").orThrow()
      #expect(plan.errors.contains("was not applied to its end"), "\(plan)")
      try push("apply").orThrow()
      let counts = try push.run.acceptances()
      #expect(counts.count == 3)
      #expect(counts.values.allSatisfy { $0 == 1 })
    }
  }

  @Test("killed in the middle of apply and applied again, every event is accepted")
  func killed() throws {
    let settings = SendRun.settings { $0.latency = 0.01 }
    try with(settings) { push in
      let edits = (1...300).map { PushRun.edit("\($0)", phone: "+1202555\(1000 + $0)") }
      try push.run.workspace.write("e.ndjson", edits.joined())
      try push("plan", "e.ndjson").orThrow()
      let folder = push.run.workspace.file("own")
      try push.run.workspace.run(.shell("mkdir own")).orThrow()
      let running = try push.run.workspace.start([push.command(["apply"], ["TMPDIR": folder])])
      try running[0].waitUntil("some were sent") { _ in push.run.writes().count > 20 }
      running[0].signal(SIGKILL)
      _ = try running[0].wait()
      // The sender would go on, and the folder is its own until it ends.
      #expect(try push("apply").status == 75)
      let kill = Command.shell("kill -s KILL $(cat own/*/running/load-postscript)")
      try push.run.workspace.run(kill).orThrow()
      var again = try push("apply")
      for _ in 0..<100 where again.status == 75 { again = try push("apply") }
      #expect(again.succeeded, "\(again)")
      // One whose answer never came may have been accepted twice, and no more than are under way.
      let counts = try push.run.acceptances()
      #expect(counts.count == 300)
      #expect(counts.values.filter { $0 > 1 }.count <= 12)
      #expect(counts.values.allSatisfy { $0 <= 2 })
    }
  }

  @Test("its state is told in the words of those who set it up")
  func status() throws {
    try with { push in
      func state(_ environment: [String: String] = [:]) throws -> (String, Int32?) {
        let outcome = try push("status", environment: environment)
        let end = outcome.text.firstIndex { $0 == ":" } ?? outcome.text.endIndex
        return (String(outcome.text[..<end]), outcome.status)
      }
      #expect(try state() == ("Connected", 0))
      #expect(try state(["POSTSCRIPT_API_KEY": ""]) == ("API key not configured", 78))
      #expect(try state(["POSTSCRIPT_API_KEY": "sk_other"]) == ("Integration not complete", 77))
      let nobody = "http://127.0.0.1:9"
      #expect(try state(["POSTSCRIPT_ETL_BASE_URL": nobody]) == ("Integration not complete", 69))
      try push("disable").orThrow()
      #expect(try state() == ("Integration disabled", 78))
      try push.run.workspace.write("e.ndjson", PushRun.edit("1"))
      try push("plan", "e.ndjson").orThrow()
      #expect(try push("apply").status == 78)
      #expect(push.run.writes().isEmpty)
      try push("enable").orThrow()
      try push("apply").orThrow()
      #expect(try push.run.acceptances().count == 1)
    }
  }

  @Test("a source that cannot be read, and one that breaks off, make no plan")
  func badSources() throws {
    try with { push in
      #expect(try push("plan", "nowhere.ndjson").status == 66)
      #expect(try push("plan").status == 64)
      try push.run.workspace.write("e.ndjson", PushRun.edit("1") + "{\"id\":")
      #expect(try push("plan", "e.ndjson").status == 65)
      #expect(try push("apply").status == 66)
      #expect(push.run.writes().isEmpty)
    }
  }
}
