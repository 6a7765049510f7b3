import TestSupport
import Testing

/// Windows that an engine runs by their number, and windows of many stores.
@Suite("Backfill by index")
struct BackfillIndexTests {
  private static func backfill(
    _ options: [String],
    _ command: [String] = [],
    environment: [String: String] = ["POSTSCRIPT_ETL_STATE_ID": "default"]
  ) -> Command {
    Command(
      path: BuiltProducts.pipeline("backfill"),
      ["--since", "2024-02-27", "--until", "2024-03-05"] + options + command,
      environment: environment
    )
  }

  /// Tells the store and the window that it is run for, and ends with 75.
  private static let tell = [
    "sh", "-c",
    #"echo "$POSTSCRIPT_ETL_STATE_ID" >&2; echo "${POSTSCRIPT_ETL_STORE-no store} $*"; exit 75"#,
    "sh",
  ]

  /// Options, and the windows that they make.
  private static let cuts: [([String], [String])] = [
    (["--days", "5"], ["0 2024-02-27 2024-03-03", "1 2024-03-03 2024-03-05"]),
    (["--by", "month"], ["0 2024-02-27 2024-03-01", "1 2024-03-01 2024-03-05"]),
    (["--by", "week"], ["0 2024-02-27 2024-03-04", "1 2024-03-04 2024-03-05"]),
    (
      ["--by", "day"],
      [
        "0 2024-02-27 2024-02-28", "1 2024-02-28 2024-02-29", "2 2024-02-29 2024-03-01",
        "3 2024-03-01 2024-03-02", "4 2024-03-02 2024-03-03", "5 2024-03-03 2024-03-04",
        "6 2024-03-04 2024-03-05",
      ]
    ), (["--days", "7"], ["0 2024-02-27 2024-03-05"]),
  ]

  @Test("the list is the calendar's, the count is its length, and each index runs its line")
  func listed() throws {
    try withWorkspace { work in
      for (options, windows) in Self.cuts {
        #expect(try work.run(Self.backfill(options + ["--list"])).lines == windows)
        #expect(try work.run(Self.backfill(options + ["--count"])).lines == ["\(windows.count)"])
        for window in windows {
          let parts = window.split(separator: " ").map(String.init)
          let run = try work.run(Self.backfill(options + ["--index", parts[0]], Self.tell))
          #expect(run.status == 75, "\(run)")
          #expect(run.lines == ["no store --since \(parts[1]) --until \(parts[2])"])
          #expect(run.errors.hasSuffix("default/\(parts[1])..\(parts[2])\n"), "\(run)")
        }
        let beyond = try work.run(
          Self.backfill(options + ["--index", "\(windows.count)"], Self.tell)
        )
        #expect(beyond.status == 64 && beyond.lines.isEmpty, "\(beyond)")
      }
      #expect(try work.run(.shell("[ ! -e .backfill ]")).succeeded, "an index leaves no marks")
    }
  }

  /// Variables of an engine, and the day of February and March that the window begins with; nil for
  /// usage that is refused.
  private static let engines: [([String: String], [String], String?)] = [
    (["JOB_COMPLETION_INDEX": "0"], [], "02-27"),
    (["JOB_COMPLETION_INDEX": "6"], [], "03-04"), (["JOB_COMPLETION_INDEX": "7"], [], nil),
    (["JOB_COMPLETION_INDEX": "08"], [], nil), (["JOB_COMPLETION_INDEX": "-1"], [], nil),
    (["AWS_BATCH_JOB_ARRAY_INDEX": "2"], [], "02-29"), (["CLOUD_RUN_TASK_INDEX": "3"], [], "03-01"),
    (["PARALLEL_SEQ": "1"], [], "02-27"), (["PARALLEL_SEQ": "0"], [], nil),
    (["PARALLEL_SEQ": "7"], [], "03-04"), (["PARALLEL_SEQ": "8"], [], nil), ([:], [], nil),
    (["PARALLEL_SEQ": "1", "CLOUD_RUN_TASK_INDEX": "0"], [], nil),
    (
      ["SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "7"], [],
      "02-29"
    ),
    // Task 3 alone, run again: its minimum is 3, and nothing tells what that of the first array was.
    (
      ["SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_MIN": "3", "SLURM_ARRAY_TASK_COUNT": "1"], [],
      nil
    ),
    (
      ["SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_MIN": "3", "SLURM_ARRAY_TASK_COUNT": "1"],
      ["--first", "1"], "02-29"
    ), (["SLURM_ARRAY_TASK_ID": "0"], ["--first", "1"], nil),
  ]

  @Test("an engine's own number is taken and named, and never guessed")
  func fromTheEngine() throws {
    try withWorkspace { work in
      for (variables, options, day) in Self.engines {
        let run = try work.run(
          Self.backfill(
            ["--by", "day", "--index", "env"] + options,
            Self.tell,
            environment: variables
          )
        )
        guard let day else {
          #expect(run.status == 64 && run.lines.isEmpty, "\(variables): \(run)")
          continue
        }
        #expect(run.status == 75, "\(variables): \(run)")
        #expect(run.lines.first?.hasPrefix("no store --since 2024-\(day) ") == true, "\(run)")
        #expect(variables.keys.contains { run.errors.contains($0) }, "\(run)")
      }
    }
  }

  @Test("every store has every window, and a broken store stops no other")
  func stores() throws {
    try withWorkspace { work in
      try work.write("stores", "a shop\nb/c\nd\n")
      try work.write(
        "window",
        #"""
        #!/bin/sh
        echo "$POSTSCRIPT_ETL_STORE $2" >>ran
        [ "$POSTSCRIPT_ETL_STORE" != b/c ] || [ -e fixed ] || exit 69
        """#
      )
      let options = ["--by", "month", "--stores", "stores"]
      let list = try work.run(Self.backfill(options + ["--list"])).lines
      #expect(list.count == 6 && list[3] == "3 2024-03-01 2024-03-05 b/c")
      let one = try work.run(Self.backfill(options + ["--index", "1"], Self.tell))
      #expect(one.lines == ["a shop --since 2024-03-01 --until 2024-03-05"])
      #expect(one.errors.hasSuffix("default/a shop/2024-03-01..2024-03-05\n"), "\(one)")

      let all = options + ["--keep-going", "--state", "marks"]
      let first = try work.run(Self.backfill(all, ["/bin/sh", "window"]))
      #expect(first.status == 69 && first.errors.contains("of b/c failed with exit code 69"))
      let ran = try work.read("ran").split(separator: "\n").sorted()
      #expect(
        ran == [
          "a shop 2024-02-27", "a shop 2024-03-01", "b/c 2024-02-27", "b/c 2024-03-01",
          "d 2024-02-27", "d 2024-03-01",
        ]
      )
      try work.write("fixed", "")
      try work.write("ran", "")
      let second = try work.run(Self.backfill(all, ["/bin/sh", "window"]))
      #expect(second.succeeded && second.errors.contains("4 of 6 windows were done"), "\(second)")
      let again = try work.read("ran").split(separator: "\n").sorted()
      #expect(again == ran.filter { $0.first == "b" })
    }
  }

  @Test("the warehouse knows which run of which window committed what")
  func identity() throws {
    try withDatabase { work, database in
      try work.write(
        "load",
        #"""
        #!/bin/sh
        printf '{"type":"STATE","value":{"n":1}}\n' | load-postgres --run-id r-1
        """#
      )
      let programs = BuiltProducts.directory + ":/usr/bin:/bin"
      let environment = database.environment.merging(
        ["PATH": programs, "POSTSCRIPT_ETL_PIPELINE": "p", "POSTSCRIPT_ETL_ATTEMPT": "2"]
      ) { $1 }
      try work.write("stores", "uk\n")
      let options = ["--by", "month", "--stores", "stores", "--index"]
      for index in ["0", "1"] {
        try work.run(
          Self.backfill(options + [index], ["/bin/sh", "load"], environment: environment)
        ).orThrow()
      }
      #expect(
        try database.rows(
          "select engine_run_id, pipeline, store_id, window_days, shard, attempt from sms.etl_runs "
            + "order by window_days"
        ) == [
          "r-1|p|uk|2024-02-27..2024-03-01|NULL|2", "r-1|p|uk|2024-03-01..2024-03-05|NULL|2",
        ]
      )
      #expect(
        try database.rows("select state_id from sms.etl_state order by 1") == [
          "p/uk/2024-02-27..2024-03-01", "p/uk/2024-03-01..2024-03-05",
        ]
      )
    }
  }

  @Test("bad lists of stores, and a full disk, end with their own codes")
  func failures() throws {
    try withWorkspace { work in
      for text in ["a\nb\na\n", "", "a\n\nb\n"] {
        try work.write("stores", text)
        let run = try work.run(Self.backfill(["--stores", "stores", "--list"]))
        #expect(run.status == 65 && run.lines.isEmpty, "\(run)")
      }
      #expect(try work.run(Self.backfill(["--stores", "none", "--list"])).status == 66)
      let nowhere = ["TMPDIR": work.file("none")]
      #expect(try work.run(Self.backfill(["--list"], environment: nowhere)).status == 73)
      #expect(try work.run(Self.backfill(["--index", "0"], ["no-such-command"])).status == 69)
    }
  }
}
