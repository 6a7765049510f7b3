import Foundation
import Glibc
import TestSupport
import Testing

/// Whatever ends a run, nothing after the last commit is in the warehouse, and it can be run again.
@Suite("Failures of a load")
struct FailureTests {
  private func count(_ warehouse: TestWarehouse) throws -> String {
    try warehouse.database.row("select count(*) from sms.shopify_orders")
  }

  /// Starts the loader behind a source that writes the lines, waits for the file `go`, and then
  /// writes the rest.
  private func start(
    _ warehouse: TestWarehouse,
    _ lines: [String],
    then rest: [String] = [],
    _ arguments: String...
  ) throws -> [Running] {
    try warehouse.workspace.write("first", lines.map { $0 + "\n" }.joined())
    try warehouse.workspace.write("rest", rest.map { $0 + "\n" }.joined())
    let source = Command.shell("cat first; until [ -e go ]; do sleep 0.05; done; cat rest")
    return try warehouse.workspace.start([source, warehouse.loader(arguments)])
  }

  /// Waits until a query gives `t`.
  private func wait(_ warehouse: TestWarehouse, until query: String) throws {
    for _ in 0..<600 {
      if try warehouse.database.row(query) == "t" { return }
      usleep(50_000)
    }
    throw TestFailure("never true: \(query)")
  }

  /// SQL for the number of the loader's sessions whose statement is like a pattern.
  private func sessions(running pattern: String) -> String {
    "(select count(*) from pg_stat_activity where application_name = 'load-postgres' "
      + "and datname = current_database() and query like '\(pattern)')"
  }

  @Test("truncated input leaves the last commit")
  func truncatedInputLeavesTheLastCommit() throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.load(
        [Message.order(1), Message.state(1), Message.order(2)],
        "--commit-every",
        "0s"
      )
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.lines == [#"{"n":1}"#])
      #expect(outcome.errors.contains("rolled back 1"))
      #expect(try warehouse.database.rows("select order_id from sms.shopify_orders") == ["1"])
      #expect(try warehouse.database.row("select state from sms.etl_state") == #"{"n": 1}"#)
    }
  }

  @Test("an end without a STATE can be taken as whole")
  func anEndWithoutStateCanBeTakenAsWhole() throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.load([Message.order(1)], "--at-eof", "commit")
      #expect(outcome.succeeded, "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(try count(warehouse) == "1")
    }
  }

  @Test("close states share a commit")
  func closeStatesShareACommit() throws {
    try withWarehouse { warehouse in
      let lines = (1...50).flatMap { [Message.order($0), Message.state($0)] }
      let outcome = try warehouse.load(lines, "--commit-every", "1h")
      #expect(outcome.lines == [#"{"n":50}"#], "\(outcome)")
      #expect(
        try warehouse.database.row("select commits, rows_inserted from sms.etl_runs") == "1|50"
      )
      let each = try warehouse.load(lines, "--commit-every", "0s")
      #expect(each.lines == (1...50).map { #"{"n":\#($0)}"# })
    }
  }

  @Test("a signal rolls back", arguments: [(SIGTERM, 143), (SIGINT, 130)] as [(Int32, Int32)])
  func aSignalRollsBack(_ number: Int32, _ status: Int32) throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1)])
      let stages = try start(warehouse, (2...5000).map { Message.order($0) })
      try wait(warehouse, until: "select \(sessions(running: "%")) = 1")
      try stages[1].waitUntilBlocked()
      stages[1].signal(number)
      let outcome = try stages[1].wait(timeout: 60)
      try warehouse.workspace.write("go", "")
      _ = try stages[0].wait(timeout: 60)
      #expect(outcome.ending == .exited(status), "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(try count(warehouse) == "1")
    }
  }

  @Test("a signal cancels the statement that runs")
  func aSignalCancelsTheStatementThatRuns() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1)])
      try warehouse.database.execute(
        """
        create function slow() returns trigger language plpgsql as
        'begin perform pg_sleep(300); return new; end';
        create trigger slow before insert on sms.shopify_orders execute function slow();
        """
      )
      try warehouse.workspace.write("go", "")
      let stages = try start(warehouse, [Message.order(2), Message.state()])
      try wait(warehouse, until: "select \(sessions(running: "%INSERT INTO%")) = 1")
      stages[1].signal(SIGTERM)
      #expect(try stages[1].wait(timeout: 60).ending == .exited(143))
      try wait(warehouse, until: "select \(sessions(running: "%")) = 0")
      #expect(try count(warehouse) == "1")
    }
  }

  @Test("a connection cut in mid run leaves nothing")
  func aConnectionCutInMidRunLeavesNothing() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1)])
      let fields = #""email":"\#(String(repeating: "x", count: 200))""#
      let stages = try start(
        warehouse,
        (2...3000).map { Message.order($0, fields) },
        then: (3000...9000).map { Message.order($0, fields) } + [Message.state()]
      )
      try wait(warehouse, until: "select \(sessions(running: "COPY%")) = 1")
      try warehouse.database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity "
          + "where application_name = 'load-postgres' and datname = current_database()"
      )
      try warehouse.workspace.write("go", "")
      let outcome = try stages[1].wait(timeout: 60)
      _ = try stages[0].wait(timeout: 60)
      #expect(outcome.status == 69, "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(try count(warehouse) == "1")
    }
  }

  @Test("waiting for a lock ends")
  func waitingForALockEnds() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1)])
      let holder = try warehouse.workspace.start(
        Command.shell(
          "psql -d \"$DATABASE_URL\" -c 'begin; lock table sms.shopify_orders; select pg_sleep(120)'",
          environment: warehouse.database.environment
        )
      )
      try wait(
        warehouse,
        until: "select count(*) > 0 from pg_locks where mode = 'AccessExclusiveLock' and granted "
          + "and relation = 'sms.shopify_orders'::regclass"
      )
      let lines = [Message.order(2), Message.state()]
      #expect(try warehouse.load(lines, "--lock-timeout", "1s").status == 75)
      #expect(try warehouse.load(lines, "--statement-timeout", "1s").status == 75)
      holder.signal(SIGTERM)
      _ = try holder.wait(timeout: 60)
      #expect(try warehouse.load(lines).succeeded)
      #expect(try count(warehouse) == "2")
    }
  }

  /// What a server can say while a load runs, and the exit code that follows.
  private static let faults: [(String, Int32)] = [
    ("53100", 75), ("40P01", 75), ("55P03", 75), ("55000", 78), ("57P01", 69), ("57014", 75),
    ("42501", 77), ("42P01", 78), ("42601", 70), ("23514", 65), ("22001", 65), ("22P05", 78),
    ("P0001", 78), ("38001", 78), ("0A000", 78), ("25006", 78), ("XX000", 70), ("08006", 69),
    ("53300", 69), ("58030", 75), ("28000", 77), ("3D000", 78), ("3F000", 78), ("09000", 78),
    ("27000", 78), ("2BP01", 78), ("2F002", 78), ("39000", 78), ("44000", 78), ("54000", 65),
  ]

  @Test("every SQLSTATE of README's table is provoked here, and has the code that it says")
  func table() throws {
    let text = try readText(BuiltProducts.checkout + "/README.md")
    let rows = text.components(separatedBy: "| SQLSTATE | code |")[1].split(separator: "\n")
      .dropFirst(2).prefix { $0.hasPrefix("|") }
    #expect(rows.count == 6)
    var told: Set<String> = []
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let states = cells[0].components(separatedBy: ", ").filter { $0 != "others" }
      // A state that a row names stands out of its class, which another row has.
      for state in states {
        let found = Self.faults.filter { $0.0.hasPrefix(state) && !told.contains($0.0) }
        let own = found.filter { fault in state.count == 5 || String(fault.1) == cells[1] }
        #expect(!own.isEmpty, "\(state) is not provoked")
        for fault in own {
          told.insert(fault.0)
          #expect(String(fault.1) == cells[1], "\(fault)")
        }
      }
    }
    #expect(Set(Self.faults.map(\.0)).subtracting(told).isEmpty)
  }

  @Test("the server's fault decides the exit code", arguments: faults)
  func theServersFaultDecidesTheExitCode(_ state: String, _ status: Int32) throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1)])
      try failInserts(warehouse, state, times: 100)
      let lines = [Message.order(2), Message.state()]
      let outcome = try warehouse.load(lines)
      #expect(outcome.status == status, "\(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("SQLSTATE \(state)"))
      #expect(try count(warehouse) == "1")
      try warehouse.database.execute("drop trigger fail on sms.shopify_orders")
      #expect(try warehouse.load(lines).succeeded)
    }
  }

  @Test("a lost race is run again", arguments: ["40001", "40P01"])
  func aLostRaceIsRunAgain(_ state: String) throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1)])
      try failInserts(warehouse, state, times: 2)
      let outcome = try warehouse.load([Message.order(2), Message.order(3), Message.state()])
      #expect(outcome.succeeded, "\(outcome)")
      #expect(outcome.errors.contains("read 2, written 2, rejected 0, inserted 2"))
      #expect(try count(warehouse) == "3")
    }
  }

  /// Makes that many inserts into shopify_orders fail with an SQLSTATE.
  private func failInserts(_ warehouse: TestWarehouse, _ state: String, times: Int) throws {
    try warehouse.database.execute(
      """
      create sequence failures;
      create function fail() returns trigger language plpgsql as $$
      begin
        if nextval('public.failures') <= \(times) then
          raise exception 'made to fail' using errcode = '\(state)';
        end if;
        return new;
      end $$;
      create trigger fail before insert on sms.shopify_orders for each statement
      execute function fail();
      """
    )
  }

  @Test("a full device is an error")
  func aFullDeviceIsAnError() throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.workspace.run(
        warehouse.loader(),
        input: .text(Message.order(1) + "\n" + Message.state() + "\n"),
        output: .file("/dev/full")
      )
      #expect(outcome.status == 74, "\(outcome)")
    }
  }

  @Test("killed anywhere and run again", arguments: seeds(1..<4))
  func killedAnywhereAndRunAgain(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let lines = (1...40).flatMap { batch in
      (1...50).map { Message.order(batch * 50 + $0, #""total_price":\#($0).10"#) }
        + [Message.state(batch)]
    }
    try withWarehouse { warehouse in
      try warehouse.load([Message.order(1), Message.state(0)]).orThrow()
      let text = lines.map { $0 + "\n" }.joined()
      var kills = 0
      for _ in 0..<6 {
        let running = try warehouse.workspace.start(
          warehouse.loader(["--commit-every", "0s"]),
          input: .text(text)
        )
        usleep(UInt32.random(in: 0...1_500_000, using: &random))
        if running.signal(SIGKILL) { kills += 1 }
        _ = try running.wait(timeout: 60)
        // Whole batches only, and the state is that of the last of them.
        let row = try warehouse.database.row(
          """
          select (count(*) - 1) % 50, (count(*) - 1) / 50
            >= coalesce((select (state ->> 'n')::int from sms.etl_state), 0)
          from sms.shopify_orders
          """
        )
        #expect(row == "0|t")
      }
      #expect(kills > 0)
      let outcome = try warehouse.load(lines)
      #expect(outcome.succeeded, "\(outcome)")
      #expect(try count(warehouse) == "2001")
    }
  }

  @Test("four loaders at once lose nothing")
  func fourLoadersAtOnce() throws {
    try withWarehouse { warehouse in
      let files = (0..<4).map { file in
        (0..<400).map {
          Message.order(
            (file * 200 + $0) % 600,
            #""total_price":\#(file)"#,
            at: "2024-06-0\(file + 1)T00:00:00Z"
          )
        } + [Message.schema("shared", #""id":{"type":"integer"},"v":{"type":"integer"}"#)]
          + (0..<50).map { Message.record("shared", #""id":\#($0),"v":1"#) } + [Message.state(file)]
      }
      let running = try files.map { lines in
        try warehouse.workspace.start(
          warehouse.loader(),
          input: .text(lines.map { $0 + "\n" }.joined())
        )
      }
      for loader in running {
        let outcome = try loader.wait(timeout: 120)
        #expect(outcome.succeeded, "\(outcome)")
      }
      let wrong = try warehouse.database.row(
        """
        select count(*) filter (where total_price <> (
          select max(file) from generate_series(0, 3) as file
          where (order_id::int - file * 200 + 1200) % 600 < 400)), count(*)
        from sms.shopify_orders
        """
      )
      #expect(wrong == "0|600")
      #expect(try warehouse.database.row("select count(*) from sms.shared") == "50")
      #expect(
        try warehouse.database.row("select count(*), sum(commits) from sms.etl_runs") == "4|4"
      )
    }
  }
}
