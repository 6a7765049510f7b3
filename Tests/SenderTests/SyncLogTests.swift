import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// What was sent, to whom, when and why not is a query.
@Suite("Sync log")
struct SyncLogTests {
  @Test("load-postgres loads it, run after run, and what a killed run left too")
  func loaded() throws {
    try SendRun.with { run in
      try withDatabase { _, database in
        run.plan([.unavailable, .coded], body: "\"b\"")
        let lines = ["a", "b"].map { SendRun.event($0, [("phone", .string("+12025550146"))]) }
        try run.send(lines, "--sync-log", "log", "--rejects", "rejects", "--store", "uk").orThrow()
        // Half a line, as a crash leaves it.
        try run.workspace.write("log", try run.workspace.read("log") + #"{"type":"REC"#)
        let update = SendRun.update([
          ("phone", .string("+12025550147")), SendRun.properties(("n", .number("1"))),
        ])
        try run.send([update], "--sync-log", "log", "--store", "uk").orThrow()
        let load = Command.built("load-postgres", environment: database.environment)
        for _ in 0..<2 { try run.workspace.run(load, input: .file("log")).orThrow() }
        let rows = try database.rows(
          "select stream, external_id, attempt, outcome, words from sms.postscript_sync_log "
            + "where store_id = 'uk' order by at, number"
        )
        #expect(
          rows == [
            "postscript_events|a|1|accepted|NULL",
            "postscript_events|b|1|failed|HTTP 503: <html><body><h1>503 Service "
              + "Unavailable</h1></body></html>",
            "postscript_events|b|2|rejected|HTTP 400, error 1001: This record was refused",
            "postscript_subscriber_updates|NULL|0|no_subscriber|NULL",
          ]
        )
        let people = "select count(distinct phone) from sms.postscript_sync_log"
        #expect(try database.row(people) == "2")
      }
    }
  }
}
