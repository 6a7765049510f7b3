import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Workspace")
struct WorkspaceTests {
  @Test("each stage of a pipe has its own status and streams")
  func pipeStatuses() throws {
    try withWorkspace { work in
      let stages = try work.run(
        [
          .shell("cat; echo first >&2; exit 3"),
          .shell("tr a-z A-Z; echo second >&2; exit 4"),
          .shell("cat"),
        ],
        input: .text("hello\n")
      )
      #expect(stages.map(\.status) == [3, 4, 0])
      #expect(stages.map(\.errors) == ["first\n", "second\n", ""])
      #expect(stages.last?.text == "HELLO\n")
    }
  }

  @Test("death by a signal is not the exit code that shells make of it")
  func signals() throws {
    try withWorkspace { work in
      let sleeper = try work.start(.shell("exec sleep 60"))
      #expect(!sleeper.hasEnded)
      #expect(sleeper.signal(SIGKILL))
      #expect(try sleeper.wait().ending == .killed(SIGKILL))
      #expect(try sleeper.wait().status == nil)
      #expect(sleeper.hasEnded)
      #expect(!sleeper.signal(SIGKILL))
      #expect(try work.run(.shell("exit 137")).ending == .exited(137))
    }
  }

  @Test("a program that does not end is killed and shown")
  func timeout() throws {
    try withWorkspace { work in
      #expect(throws: TestFailure.self) {
        try work.run(.shell("echo stuck >&2; sleep 60"), timeout: 0.2)
      }
    }
  }

  @Test("a full device is an error of the writer, not of the test")
  func fullDevice() throws {
    try withWorkspace { work in
      let outcome = try work.run(.shell("echo x"), output: .file("/dev/full"))
      #expect(outcome.status != 0)
    }
  }

  @Test("the folder is there for the test and gone afterwards")
  func removal() throws {
    let path = try withWorkspace { work in
      try work.write("a", "text")
      #expect(try work.read("a") == "text")
      return work.path
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("the environment of a program is the plain one and what the test sets")
  func environment() throws {
    try withWorkspace { work in
      let outcome = try work.run(.shell("echo \"$OWN\"; env", environment: ["OWN": "yes"]))
      #expect(outcome.lines.first == "yes")
      #expect(!outcome.text.contains("DATABASE_URL"))
    }
  }
}
