import Foundation
import TestSupport
import Testing

/// What README tells a reader to type, typed.
@Suite("README")
struct ReadmeTests {
  @Test("its commands work as written, one after the other")
  func commands() throws {
    let blocks = try Self.blocks()
    #expect(blocks.count >= 8)
    // The others build the checkout, make roles as the superuser, or need a key of Postscript or its
    // deliveries, or a tap of others.
    let others = [
      "make run", "sudo", "POSTSCRIPT", "pipelines/postscript", "extract-webhooks", "tap-klaviyo",
    ]
    let typed = blocks.filter { block in !others.contains { block.contains($0) } }
    #expect(typed.count >= 5)
    try withDatabase { work, database in
      let prepared = try work.run(
        .shell(
          "mkdir sample && generate-sample --orders 300 sample/data && ln -s \"$1\" pipelines",
          Self.pipelines
        )
      )
      #expect(prepared.succeeded, "\(prepared)")
      for block in typed {
        let script = "set -eu\n" + Self.withoutServer(block)
        let outcome = try work.run(
          Command.shell(script, environment: database.environment),
          timeout: 300
        )
        #expect(outcome.succeeded, "\(block)\n\(outcome)")
      }
      #expect(try Int(database.row("select count(*) from sms.obt_orders")) == 300)
      #expect(try Int(database.row("select count(*) from sms.claim_outcomes")) ?? 0 > 50)
    }
  }

  @Test("make run ends with the answer that it shows")
  func answer() throws {
    let blocks = try Self.text().components(separatedBy: "\n```")
    let answer = try #require(blocks.first { $0.hasPrefix("\nWhat do the platforms report") })
    try withDatabase { work, database in
      let script = """
        mkdir sample && cp "$1/sample/run" sample && ln -s "$1/pipelines" "$1/.build" . && sample/run
        """
      let outcome = try work.run(
        .shell(script, BuiltProducts.checkout, environment: database.environment),
        timeout: 300
      )
      #expect(outcome.succeeded, "\(outcome)")
      #expect(outcome.text.contains(answer.dropFirst()), "\(outcome)")
      #expect(try work.read("sample/report.html").contains("</html>"))
    }
  }

  @Test("of the commands that are not typed here, the shell understands each line")
  func syntax() throws {
    for block in try Self.blocks() {
      try withWorkspace { work in
        let outcome = try work.run(Command(path: "/bin/sh", ["-n", "-c", block]))
        #expect(outcome.succeeded, "\(block)\n\(outcome)")
      }
    }
  }

  private static let pipelines = BuiltProducts.checkout + "/pipelines"

  /// The blocks of README that are marked as commands.
  private static func blocks() throws -> [String] {
    try text().components(separatedBy: "\n```").filter { $0.hasPrefix("sh\n") }
      .map { String($0.dropFirst(3)) }
  }

  private static func text() throws -> String {
    try readText(BuiltProducts.checkout + "/README.md")
  }

  /// The block without the lines that would start another PostgreSQL and leave the built programs.
  private static func withoutServer(_ block: String) -> String {
    block.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("export PATH=") && !$0.hasPrefix("export DATABASE_URL=") }
      .joined(separator: "\n")
  }
}
