import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Secrets")
struct SecretTests {
  /// The command lines of all processes of the machine.
  private func commandLines() -> [String] {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.compactMap { try? readText("/proc/\($0)/cmdline") }
  }

  @Test("the password is nowhere in the process list, in a log or in a reject")
  func password() throws {
    try Shop.with(orders: 4_000) { shop in
      let secret = "hunter2-\(UInt32.random(in: 0...UInt32.max))"
      // The server trusts its socket; the password only has to be there to be able to leak.
      let url = shop.database.url.replacingOccurrences(of: "postgres@", with: "postgres:\(secret)@")
      #expect(url.contains(secret))
      let running = try shop.work.start(
        shop.daily().with(environment: [
          "DATABASE_URL": url, "POSTSCRIPT_ETL_LOG_LEVEL": "debug",
          "POSTSCRIPT_ETL_REJECTS": "rejects.ndjson",
        ])
      )
      var looks = 0
      while !running.hasEnded {
        #expect(!commandLines().contains { $0.contains(secret) })
        looks += 1
        usleep(5_000)
      }
      let outcome = try running.wait().orThrow()
      #expect(looks > 1)
      #expect(!outcome.errors.contains(secret))
      #expect(!outcome.text.contains(secret))
      #expect(
        try !shop.work.has("rejects.ndjson") || !shop.work.read("rejects.ndjson").contains(secret)
      )
    }
  }

  @Test("a server that refuses is named without its password")
  func refusal() throws {
    try withWorkspace { work in
      let load = Command.built(
        "load-postgres",
        "migrate",
        "--connect-timeout",
        "1s",
        environment: ["DATABASE_URL": "postgresql://me:hunter2@/nowhere?host=/no/such/folder"]
      )
      let outcome = try work.run(load)
      #expect(outcome.status == 69, "\(outcome)")
      #expect(!outcome.errors.contains("hunter2"))
    }
  }
}
