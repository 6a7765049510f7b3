import Glibc
import StageKit
import TestSupport
import Testing

/// What only a separate process can show: the fixture ends in every way a run can end.
@Suite("Process")
struct ProcessTests {
  private typealias Program = TestSupport.Command

  /// Starts the fixture, waits until it is blocked, signals it and waits for its end.
  private func signalled(_ number: Int32, scenario: String) throws -> Outcome {
    try withWorkspace { work in
      let running = try work.start(
        Program.shell("exec stage-fixture --scenario \"$1\" 2>log", scenario)
      )
      try running.waitUntilBlocked()
      #expect(running.signal(number))
      let outcome = try running.wait(timeout: 30)
      #expect(try work.read("log").split(separator: "\n").last?.contains("seconds") == true)
      return outcome
    }
  }

  @Test("SIGTERM and SIGINT end a blocked run with their own codes and a summary")
  func signals() throws {
    #expect(try signalled(SIGTERM, scenario: "wait").ending == .exited(143))
    #expect(try signalled(SIGINT, scenario: "wait").ending == .exited(130))
  }

  @Test("a signal just before a call that blocks is seen all the same")
  func lateSignal() throws {
    #expect(try signalled(SIGTERM, scenario: "wait-twice").ending == .exited(143))
  }

  @Test(
    "every ending has its exit code",
    arguments: [
      ("nothing", 0), ("bug", 70), ("unavailable", 69), ("reject", 65),
    ] as [(String, Int32)]
  )
  func endings(scenario: String, status: Int32) throws {
    try withWorkspace { work in
      let outcome = try work.run(.built("stage-fixture", "--scenario", scenario))
      #expect(outcome.status == status, "\(outcome)")
      #expect(outcome.output.isEmpty)
      let last = outcome.errors.split(separator: "\n").last.map { String($0) } ?? ""
      #expect(last.hasPrefix("stage-fixture: read "))
    }
  }

  @Test("a wrong use says where help is, and has no summary")
  func wrongUse() throws {
    try withWorkspace { work in
      let outcome = try work.run(.built("stage-fixture", "--scenarios"))
      #expect(outcome.status == 64)
      #expect(
        outcome.errors == """
          stage-fixture: unknown option "--scenarios"; did you mean --scenario?
          Try 'stage-fixture --help'.

          """
      )
    }
  }

  @Test("a reader that goes away ends a stage quietly with 141")
  func brokenPipe() throws {
    try withWorkspace { work in
      let stages = try work.run([
        .built("stage-fixture", "--scenario", "write", "--log-level", "error"),
        .shell("exec true"),
      ])
      #expect(stages[0].ending == .exited(141), "\(stages[0])")
      #expect(stages[0].errors.isEmpty)
    }
  }

  @Test("a full device is an error of the output, also for the help")
  func fullDevice() throws {
    try withWorkspace { work in
      let data = try work.run(
        .built("stage-fixture", "--scenario", "write"),
        output: .file("/dev/full")
      )
      #expect(data.status == 74)
      #expect(data.errors.contains("error: cannot write: No space left on device"))
      let help = try work.run(.built("stage-fixture", "--help"), output: .file("/dev/full"))
      #expect(help.status == 74)
      #expect(help.errors == "stage-fixture: cannot write: No space left on device\n")
    }
  }

  @Test("closed standard output is an error, and no file takes its place")
  func closedOutput() throws {
    try withWorkspace { work in
      let data = try work.run(.shell("stage-fixture --scenario write --rejects file >&-"))
      #expect(data.status == 74, "\(data)")
      #expect(data.errors.contains("standard output is closed"))
      #expect(!work.has("file"))
      #expect(try work.run(.shell("exec stage-fixture --help >&-")).status == 74)
      let mute = try work.run(.shell("stage-fixture --scenario write --rejects file >&- 2>&- <&-"))
      #expect(mute.status == 74)
      #expect(!work.has("file"))
    }
  }

  @Test("no file takes the place of closed standard error")
  func closedErrors() throws {
    try withWorkspace { work in
      let outcome = try work.run(.shell("stage-fixture --scenario reject --rejects file 2>&-"))
      #expect(outcome.status == 0, "\(outcome)")
      let lines = try work.read("file").split(separator: "\n")
      #expect(lines.count == 3)
      #expect(lines.allSatisfy { $0.hasPrefix("{\"stage\"") })
    }
  }

  @Test("a secret of the environment or a file is used, and never shown")
  func secrets() throws {
    try withWorkspace { work in
      try work.write("key", "sesame-4711\n")
      for command in [
        Program.built("stage-fixture", "--log-level=debug", "--api-key-file=key"),
        Program.built(
          "stage-fixture",
          "--log-level=debug",
          "--log-format=json",
          environment: ["FIXTURE_API_KEY": "sesame-4711"]
        ),
      ] {
        let outcome = try work.run(command)
        #expect(outcome.status == 0)
        #expect(!outcome.errors.contains("sesame"))
        #expect(outcome.errors.contains("the key is [hidden]"))
      }
    }
  }

  @Test("several stages can share one rejects file without tearing its lines")
  func sharedRejects() throws {
    try withWorkspace { work in
      let outcome = try work.run(
        .shell(
          """
          for i in 1 2 3 4 5 6 7 8; do
            stage-fixture --scenario reject --rejects all.ndjson 2>/dev/null &
          done
          wait
          """
        )
      )
      #expect(outcome.status == 0)
      let lines = try work.read("all.ndjson").split(separator: "\n")
      #expect(lines.count == 24)
      for line in lines {
        #expect(line.hasPrefix("{\"stage\":\"stage-fixture\"") && line.hasSuffix("}"))
      }
    }
  }

  @Test("on a terminal one stage of a pipe shows a live line, and takes it away in the end")
  func liveLine() throws {
    try withWorkspace { work in
      try work.write("data", "x")
      // A terminal that closes at once may keep its last words to itself: it waits until they are out.
      let pipe = """
        stage-fixture --scenario progress <data | stage-fixture --scenario progress -
        tries=0
        until [ "$(grep -c 'bytes read 3000' typescript)" -ge 2 ] || [ $tries -eq 100 ]; do
          tries=$((tries + 1))
          sleep 0.1
        done
        exit 3
        """
      let outcome = try work.run(.shell("script -fqec \"$1\" typescript", pipe))
      #expect(outcome.status == 3, "\(outcome)")
      let pieces = outcome.text.split(separator: "\r").map { String($0) }
      let live = pieces.filter { $0.contains(" records, ") }
      #expect(!live.isEmpty)
      for line in live {
        #expect(line.hasPrefix("stage-fixture: "))
        #expect(line.contains(" left\u{1B}[K"))
      }
      // The second stage counts in hundreds. The line changes hands at most once, when its owner
      // is done.
      let owners = live.map { $0.contains("00 records") }
      #expect(zip(owners, owners.dropFirst()).filter { $0 != $1 }.count <= 1)
      let summaries = pieces.filter { $0.contains("read 30") && $0.contains("bytes read 3000") }
      #expect(summaries.count == 2)
    }
  }

  @Test("asked for, the live line goes to a file too")
  func progressAlways() throws {
    try withWorkspace { work in
      let always = try work.run(
        .built("stage-fixture", "--scenario=progress", "--progress=always", "--log-format=json")
      )
      #expect(always.errors.contains(" records, "))
      let auto = try work.run(.built("stage-fixture", "--scenario=progress"))
      #expect(!auto.errors.contains(" records, "))
    }
  }
}
