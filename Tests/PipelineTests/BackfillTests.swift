import TestSupport
import Testing

@Suite("Backfill")
struct BackfillTests {
  private func backfill(
    _ shop: Shop,
    _ options: String...,
    since: String = "2025-09-01",
    command: [String] = []
  ) throws -> Outcome {
    let own = ["--since", since, "--until", "2026-01-01", "--state", "marks"]
    let daily = [BuiltProducts.pipeline("daily"), shop.exports]
    return try shop.work.run(
      Command(
        path: BuiltProducts.pipeline("backfill"),
        own + options + (command.isEmpty ? daily : command),
        environment: shop.database.environment
      )
    )
  }

  @Test("windows four at a time give what one clean load gives")
  func parallelWindows() throws {
    try Shop.with { shop in
      try shop.loadEverything()
      let expected = try shop.snapshot(withCoverage: false)
      try shop.database.execute("drop schema sms cascade")
      // Campaigns were sent two weeks before the first order, too.
      let outcome = try backfill(shop, "--days", "10", "--jobs", "4", since: "2025-08-15")
      #expect(outcome.succeeded, "\(outcome)")
      #expect(outcome.errors.contains("all 14 windows are done"))
      #expect(try shop.snapshot(withCoverage: false) == expected)
    }
  }

  @Test("a command is the program of that name, also where the script has such a function")
  func names() throws {
    try withWorkspace { work in
      try work.run(.shell("mkdir bin")).orThrow()
      for name in ["report", "window"] {
        try work.write("bin/\(name)", "#!/bin/sh\necho \"$0 $2\" >>ran\n")
        try work.run(.shell("chmod +x bin/\(name)")).orThrow()
        try work.run(
          .pipeline(
            "backfill",
            "--since",
            "2025-09-01",
            "--until",
            "2025-09-02",
            name,
            environment: ["PATH": work.file("bin") + ":/usr/bin:/bin"]
          )
        ).orThrow()
      }
      let programs = ["report", "window"].map { work.file("bin/\($0)") + " 2025-09-01\n" }
      #expect(try work.read("ran") == programs.joined())
    }
  }

  @Test("finished windows are not run again, failed ones are")
  func resumes() throws {
    try withDatabase { work, database in
      let shop = try Shop(work, database, orders: 10)
      try work.write(
        "window",
        "#!/bin/sh\necho \"$2\" >> ran\n[ \"$2\" != 2025-10-31 ] || [ -e fixed ] || exit 75\n"
      )
      let command = ["/bin/sh", "window"]
      let first = try backfill(shop, "--jobs", "3", "--keep-going", command: command)
      #expect(first.status == 75, "\(first)")
      #expect(first.errors.contains("2025-10-31 to 2025-11-30 failed with exit code 75"))
      let windows = [
        "2025-09-01", "2025-10-01", "2025-10-31", "2025-11-30", "2025-12-30",
      ]
      #expect(try work.read("ran").split(separator: "\n").sorted() == windows.map { $0[...] })

      try work.write("fixed", "")
      try work.write("ran", "")
      #expect(try backfill(shop, command: command).succeeded)
      #expect(try work.read("ran") == "2025-10-31\n")
      try work.write("ran", "")
      #expect(try backfill(shop, command: command).succeeded)
      #expect(try work.read("ran") == "")
    }
  }

  @Test("a window that isn't over yet is run again each time, and the log may be JSON")
  func openWindows() throws {
    try withWorkspace { work in
      let summary =
        #"{"program":"load-postgres","level":"info","event":"summary","read":21,"written":21}"#
      try work.write("window", "#!/bin/sh\necho \"$2\" >> ran\necho '\(summary)' >&2\n")
      let backfill = Command.shell(
        "\(BuiltProducts.pipeline("backfill")) --since $(date -u -d '-20 days' +%F) "
          + "--until $(date -u -d '+5 days' +%F) --days 10 --jobs 1 /bin/sh window"
      )
      let first = try work.run(backfill).orThrow()
      #expect(first.errors.contains("isn't over yet"))
      #expect(first.errors.contains("3 of 3 windows, 63 records"), "\(first.errors)")
      #expect(try work.read("ran").split(separator: "\n").count == 3)
      let second = try work.run(backfill).orThrow()
      #expect(second.errors.contains("2 of 3 windows were done before"))
      #expect(try work.read("ran").split(separator: "\n").count == 4)
    }
  }

  @Test("without --keep-going no window starts after one has failed")
  func stopsAtFailure() throws {
    try withDatabase { work, database in
      let shop = try Shop(work, database, orders: 10)
      let command = ["/bin/sh", "-c", "echo x >> ran; exit 69", "sh"]
      let outcome = try backfill(shop, "--jobs", "1", command: command)
      #expect(outcome.status == 69)
      #expect(try work.read("ran") == "x\n")
    }
  }
}
