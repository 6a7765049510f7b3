import TestSupport
import Testing

@Suite("receive-webhooks")
struct ReceivePipelineTests {
  private static func body(_ number: Int) -> String {
    #"{"webhook_id":"w","event":"shop.subscriber.opt_out","event_time":"2026-01-0\#(number)T00:00:00"}"#
  }

  @Test("what was received is loaded once, in runs that go on from each other")
  func loads() throws {
    try withDatabase { work, database in
      func run(_ more: String...) throws -> Outcome {
        try work.run(
          Command(
            path: BuiltProducts.pipeline("receive-webhooks"),
            ["--spool", "spool"] + more,
            environment: database.environment
          )
        )
      }
      #expect(try run().status == 66)
      try work.run(.shell("mkdir spool")).orThrow()
      for number in [1, 2, 1] { #expect(try CGICall(Self.body(number)).status(work) == 200) }
      // As if it had been in an hour that is over.
      try work.run(.shell("mv spool/* spool/deliveries-20260101T00.ndjson")).orThrow()
      try run().orThrow()
      let count = "select count(*) from sms.postscript_webhook_events"
      #expect(try database.row(count) == "2")
      #expect(work.has("spool/deliveries-20260101T00.ndjson"))
      // Once the state says that the warehouse has them, they go.
      #expect(try CGICall(Self.body(3)).status(work) == 200)
      try run("--keep").orThrow()
      #expect(try database.row(count) == "3")
      #expect(work.has("spool/deliveries-20260101T00.ndjson"))
      let last = try run().orThrow()
      #expect(last.errors.contains("load-postgres: read 0"), "\(last)")
      #expect(!work.has("spool/deliveries-20260101T00.ndjson"))
      #expect(try database.row(count) == "3")
    }
  }
}
