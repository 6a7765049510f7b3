import Glibc
import StageKit
import TestSupport
import Testing
import Warehouse

@Suite("Connection")
struct ConnectionTests {
  private func load(_ url: String, within span: String = "1s") throws -> Outcome {
    try withWorkspace { workspace in
      try workspace.run(
        .built(
          "load-postgres",
          "--connect-timeout",
          span,
          environment: ["DATABASE_URL": url]
        ),
        input: .text(Message.state() + "\n"),
        timeout: 60
      )
    }
  }

  @Test(
    "an option that libpq does not know is no server that may come back",
    arguments: ["sslmode=bogus", "target_session_attrs=x", "options='-c no_such=1'"]
  )
  func unknownOptions(option: String) throws {
    try withDatabase { workspace, database in
      let target = try database.row(
        "select format('host=%s dbname=%s user=%s', current_setting('unix_socket_directories'), "
          + "current_database(), current_user)"
      )
      let outcome = try workspace.run(
        .built("load-postgres", environment: ["DATABASE_URL": target + " " + option])
      )
      #expect(outcome.status == 78, "\(outcome)")
    }
  }

  @Test("an unreachable server is unavailable")
  func anUnreachableServerIsUnavailable() throws {
    // Of the minutes that it would wait for a server that is silent, it waits seconds for a refusal.
    let outcome = try load("postgresql://someone:hunter2@127.0.0.1:1/x", within: "5m")
    #expect(outcome.status == 69, "\(outcome)")
    // What libpq says in two lines.
    #expect(
      outcome.errors.contains("port 1 failed: Connection refused; Is the server running"),
      "\(outcome)"
    )
    #expect(!outcome.errors.contains("hunter2"))
  }

  @Test(
    "an unreadable target is not repeated",
    arguments: [
      "hunter2", "postgres//u:hunter2@h/x", "postgresql://u:hunter2@h:port/x",
      "postgresql://u:a@hunter2@h/x", "postgresql://u:hunter2/a@h/x", "password=hunter2 h'",
      "postgresql://u:hunter2@h/x?nonsense=1", "mysql://u:hunter2@h/x",
    ]
  )
  func anUnreadableTargetIsNotRepeated(_ target: String) throws {
    let outcome = try load(target)
    #expect(outcome.status == 78, "\(outcome)")
    #expect(!outcome.errors.contains("hunter2"), "\(outcome)")
  }

  @Test("an unknown database is a wrong configuration")
  func anUnknownDatabaseIsAWrongConfiguration() throws {
    try withWarehouse { warehouse in
      let url = warehouse.database.url.replacing(warehouse.database.name, with: "no_such_database")
      let outcome = try warehouse.workspace.run(
        warehouse.loader().with(environment: ["DATABASE_URL": url]),
        timeout: 60
      )
      #expect(outcome.status == 78, "\(outcome)")
      #expect(outcome.errors.contains("3D000"))
    }
  }

  @Test("a role without rights is not authorised")
  func aRoleWithoutRightsIsNotAuthorised() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([])
      let role = "role_\(warehouse.database.name)"
      try warehouse.database.execute(
        "create role \(role) login; grant usage on schema sms to \(role);"
          + "grant select on all tables in schema sms to \(role)"
      )
      let lines = Message.order(1) + "\n" + Message.state() + "\n"
      let outcome = try warehouse.workspace.run(
        warehouse.loader().with(environment: ["PGOPTIONS": "-c role=\(role)"]),
        input: .text(lines)
      )
      try warehouse.database.execute("drop owned by \(role); drop role \(role)")
      #expect(outcome.status == 77, "\(outcome)")
      #expect(outcome.errors.contains("42501"))
    }
  }

  /// Asked to stop.
  private struct Stop: Error {}

  @Test("an interrupt cancels the statement")
  func anInterruptCancelsTheStatement() throws {
    try withDatabase { _, database in
      let settings = try ConnectionSettings(target: database.url, applicationName: "interrupted")
      var stops = false
      var connection = try Connection.open(settings) { if stops { throw Stop() } }
      let isBusy =
        "select count(*) from pg_stat_activity where application_name = 'interrupted' "
        + "and datname = current_database() and state = 'active'"
      stops = true
      #expect(throws: Stop.self) { try connection.execute("select pg_sleep(300)") }
      var busy = true
      for _ in 0..<100 where busy { busy = try database.row(isBusy) != "0" }
      #expect(!busy)
    }
  }

  @Test("rows and errors come back")
  func rowsAndErrorsComeBack() throws {
    try withDatabase { _, database in
      let settings = try ConnectionSettings(target: database.url, applicationName: "test")
      var connection = try Connection.open(settings)
      let rows = try connection.query("select $1::text, null, 2 + $2::int, true", ["é'\"\\", "3"])
      #expect(rows.row(0) == ["é'\"\\", nil, "5", "t"])
      #expect(rows.count == 1)
      let error = #expect(throws: DatabaseError.self) { try connection.execute("select 1 / 0") }
      #expect(error?.sqlState == "22012")
      // The connection is as good as before.
      let one = try connection.query("select 1").integer(0, 0)
      #expect(one == 1)
      let nul = #expect(throws: DatabaseError.self) {
        _ = try connection.query("select $1", ["a\0"])
      }
      #expect(nul?.sqlState == "22021")
    }
  }

  @Test("names and texts are quoted")
  func namesAndTextsAreQuoted() {
    #expect(SQLText.identifier("a\"b", "c") == #""a""b"."c""#)
    #expect(SQLText.literal(#"it's \ "#) == #"'it''s \ '"#)
  }

  /// Loads through a PgBouncer of its own, and ends with what the loader ends with.
  private static let throughAPool = #"""
    set -eu
    ask() { psql -XAt "$DATABASE_URL" -c "$1"; }
    cat >pool.ini <<END
    [databases]
    * = host=$(ask 'show unix_socket_directories') port=$(ask 'show port') user=$(ask 'select current_user')
    [pgbouncer]
    listen_addr =
    unix_socket_dir = $PWD
    listen_port = 6432
    auth_type = any
    pool_mode = $1
    pidfile = $PWD/pid
    logfile = $PWD/log
    END
    chmod 777 .
    as=; [ "$(id -u)" -ne 0 ] || as="runuser -u postgres --"
    $as /usr/sbin/pgbouncer -q -d "$PWD/pool.ini"
    trap 'kill "$(cat pid)"' EXIT
    name=$(ask 'select current_database()')
    direct=$DATABASE_URL
    DATABASE_URL="host=$PWD port=6432 dbname=$name user=$(ask 'select current_user')"
    """#

  @Test(
    "a pool that shares sessions is refused at once, and keeps no trace; one in session mode serves",
    .enabled(if: unsafe access("/usr/sbin/pgbouncer", X_OK) == 0),
    arguments: [("transaction", 78), ("statement", 78), ("session", 0)] as [(String, Int32)]
  )
  func pools(_ mode: String, _ status: Int32) throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.workspace.run(
        .shell(
          Self.throughAPool + "\nload-postgres",
          mode,
          environment: warehouse.database.environment
        ),
        input: .text(Message.order(1) + "\n" + Message.state() + "\n")
      )
      #expect(outcome.status == status, "\(outcome)")
      #expect(outcome.errors.contains("a pool in session mode") == (status == 78), "\(outcome)")
    }
  }

  /// Two loaders at once, twenty times; then what the pool's sessions still have, which others get next.
  private static let twoAtOnce = #"""

    cat >in
    set +e
    for turn in $(seq "$TURNS"); do
      load-postgres <in >one 2>&1 &
      one=$!
      load-postgres <in >two 2>&1
      echo "$?"
      wait "$one"
      echo "$?"
    done | sort | uniq -c | tr -s ' '
    left="select (select count(*) from pg_prepared_statements), current_setting('search_path'),
      current_setting('statement_timeout'), current_setting('application_name'),
      (select count(*) from pg_class where relpersistence = 't')"
    for session in 1 2 3; do ask "$left"; done | sort -u
    psql -XAt "$direct" -c "select count(*) from pg_locks l join pg_database d on d.oid = l.database
      where locktype = 'advisory' and datname = current_database()"
    """#

  private static let turns = isLongRun ? 20 : 3

  @Test(
    "two loaders at once through a pool, again and again, end as one does and leave nothing in its sessions",
    .enabled(if: unsafe access("/usr/sbin/pgbouncer", X_OK) == 0),
    arguments: [("transaction", 78), ("session", 0)]
  )
  func twoLoadersAtOnce(_ mode: String, _ status: Int) throws {
    try withWarehouse { warehouse in
      let outcome = try warehouse.workspace.run(
        .shell(
          Self.throughAPool + Self.twoAtOnce,
          mode,
          environment: warehouse.database.environment.merging(["TURNS": "\(Self.turns)"]) { $1 }
        ),
        input: .text(Message.order(1) + "\n" + Message.state() + "\n")
      )
      let statuses = " \(2 * Self.turns) \(status)"
      #expect(outcome.lines == [statuses, "0|\"$user\", public|0|psql|0", "0"], "\(outcome)")
    }
  }
}
