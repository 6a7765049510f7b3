import PostscriptSimulator
import TestSupport
import Testing
import Wire

/// What a run says of requests that it has to repeat.
@Suite("Retries")
struct RetryTests {
  @Test("the first of many repetitions is logged in the API's own words, the rest is counted")
  func warning() throws {
    try ExtractRun.with(.changed { $0.subscribers = 200 }) { extract in
      extract.simulator.withShop { shop in
        shop.plannedFaults = Array(repeating: .internalError, count: 3)
      }
      let outcome = try extract.run("--streams", "postscript_subscribers").orThrow()
      let warnings = outcome.errors.split(separator: "\n").filter { $0.contains("warning: ") }
      #expect(
        warnings == [
          "extract-postscript: warning: HTTP 500, error 1000: Internal server error; "
            + "trying again (attempt 2)"
        ]
      )
      #expect(outcome.errors.contains("retries 3"))
    }
  }

  @Test("where the server asks to wait, no request goes until then", arguments: [false, true])
  func retryAfter(asDate: Bool) throws {
    try ExtractRun.with(
      .changed { settings in
        settings.subscribers = 2000
        settings.retryAfter = 2
        settings.retryAfterAsDate = asDate
      }
    ) { extract in
      var condition = RequestCondition()
      condition.target = "/subscribers"
      extract.simulator.withShop { [condition] in $0.plan([.tooMany], condition) }
      let outcome = try extract.run("--streams", "postscript_subscribers").orThrow()
      let log = extract.simulator.withShop { $0.log }
      let refused = try #require(log.firstIndex { $0.status == 429 })
      // What was under way already may still arrive.
      let late = log[(refused + 1)...].filter { entry in
        entry.at.microseconds > log[refused].at.microseconds + 500_000
      }
      let next = try #require(late.first)
      // A date has no fraction of a second.
      let least: Int64 = asDate ? 900_000 : 2_000_000
      #expect(next.at.microseconds - log[refused].at.microseconds >= least, "\(outcome)")
      #expect(outcome.errors.contains("to be tried again after"), "\(outcome)")
    }
  }

  @Test("a server that asks for more time than there is isn't asked again")
  func longWait() throws {
    try ExtractRun.with(.changed { $0.retryAfter = 600 }) { extract in
      extract.simulator.withShop { $0.plannedFaults = [.unavailable] }
      let outcome = try extract.run("--streams", "postscript_keywords")
      #expect(outcome.status == 69)
      #expect(outcome.errors.contains("to be tried again after 600 s"), "\(outcome)")
      #expect(extract.simulator.withShop { $0.requestCount } == 1)
    }
  }

  @Test("a run that fails tells in its summary how often it asked")
  func failedRun() throws {
    try ExtractRun.with(
      .changed { settings in
        settings.faultRate = 1
        settings.faultKinds = [.tooMany]
      }
    ) { extract in
      for arguments in [[], ["--check"]] {
        let outcome = try extract.workspace.run(
          extract.command(["--retry-for", "2"] + arguments)
        )
        #expect(outcome.status == 69)
        let summary = outcome.errors.split(separator: "\n").last ?? ""
        for name in ["requests", "retries", "throttled"] {
          #expect(summary.contains("\(name) "), "\(outcome)")
        }
        #expect(outcome.errors.contains("HTTP 429, error 3002: Rate limit exceeded; trying again"))
      }
    }
  }

  @Test(
    "without a thread to ask on, a run ends instead of waiting for ever",
    .timeLimit(.minutes(1))
  )
  func noThreads() throws {
    try ExtractRun.with(.changed { $0.subscribers = 1 }) { extract in
      // Stacks of this size find no place in any address space.
      let script = #"ulimit -s 200000000000 && exec timeout 20 "$0" "$@""#
      var command = extract.command(["--streams", "postscript_subscribers"])
      command.arguments = ["-c", script, command.program] + command.arguments
      command.program = "/bin/sh"
      let outcome = try extract.workspace.run(command)
      #expect(outcome.status == 75, "\(outcome)")
      #expect(outcome.errors.contains("grants no thread"))
    }
  }
}
