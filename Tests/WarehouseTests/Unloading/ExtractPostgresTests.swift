import Glibc
import TestSupport
import Testing
import Wire

@Suite("extract-postgres")
struct ExtractPostgresTests {
  private static let orders = """
    create table orders (store text, id int, at timestamptz, note text, primary key (store, id));
    insert into orders values ('a', 1, '2026-01-01Z', 'x'), ('a', 2, '2026-01-02Z', null),
      ('b', 1, null, 'y');
    create view late as select id, store, at from orders where at > '2026-01-01Z';
    """

  private func bookmark(_ id: String, _ column: String, _ value: String) -> String {
    #"{"bookmarks":{"\#(id)":{"replication_key":"\#(column)","replication_key_value":"\#(value)"}}}"#
  }

  @Test("a table is a SCHEMA with its primary key, its rows, and a STATE")
  func table() throws {
    try withTables(Self.orders) { tables in
      let messages = try tables.messages("orders")
      let schema = messages.first
      #expect(schema?["type"]?.string == "SCHEMA")
      #expect(schema?["key_properties"]?.text == #"["store","id"]"#)
      let properties = schema?["schema"]?["properties"]
      #expect(properties?["store"]?.text == #"{"type":"string"}"#)
      #expect(properties?["id"]?.text == #"{"type":"integer"}"#)
      #expect(properties?["at"]?.text == #"{"type":["null","string"],"format":"date-time"}"#)
      #expect(properties?["note"]?.text == #"{"type":["null","string"]}"#)
      #expect(messages.records.count == 3)
      #expect(messages.state?.text == #"{"bookmarks":{}}"#)
      let times = Set(messages.compactMap { $0["time_extracted"]?.string })
      #expect(times.count == 1)
    }
  }

  @Test("several tables are of one state of the warehouse")
  func snapshot() throws {
    // The second table waits for a lock; meanwhile both tables get a row, which neither shows.
    try withTables("create table a (id int primary key); create table b (id int primary key)") {
      tables in
      let locker = try tables.workspace.start(
        .shell(
          """
          exec psql -Xqd "$DATABASE_URL" -c 'begin; lock table sms.b; insert into sms.b values (1); \
          insert into sms.a values (1); select pg_sleep(600)'
          """,
          environment: tables.database.environment
        )
      )
      try locker.waitUntil("the table is locked") { _ in
        try tables.database.row(
          "select count(*) from pg_locks where relation = 'sms.a'::regclass and granted"
        ) != "0"
      }
      let running = try tables.workspace.start(tables.extractor(["a", "b"]))
      try running.waitUntil("it waits") { _ in
        try tables.database.row(
          "select count(*) from pg_locks l join pg_database d on d.oid = l.database "
            + "where not granted and datname = current_database()"
        ) != "0"
      }
      try tables.database.execute("insert into sms.a values (2)")
      try tables.database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where query like 'begin; lock%' "
          + "and datname = current_database()"
      )
      _ = try locker.wait()
      let outcome = try running.wait().orThrow()
      #expect(outcome.errors.contains("read 0, written 0"), "\(outcome)")
    }
  }

  @Test("a view and a query get their key by name, and a query its tables by the schema")
  func viewAndQuery() throws {
    try withTables(Self.orders) { tables in
      let view = try tables.messages("late", "--key", "store,id")
      #expect(view.records.map(\.text) == [#"{"id":2,"store":"a","at":"2026-01-02T00:00:00Z"}"#])
      #expect(view.first?["key_properties"]?.text == #"["store","id"]"#)
      let query = try tables.messages(
        "--query",
        "select id * 10 as ten, note as \"a \"\"b\" from orders where store = 'a' order by id;\n",
        "--stream",
        "q",
        "--key",
        "ten"
      )
      #expect(
        query.records.map(\.text) == [#"{"ten":10,"a \"b":"x"}"#, #"{"ten":20,"a \"b":null}"#]
      )
      let keyless = try tables.extract("late").orThrow()
      #expect(keyless.errors.contains("has no primary key"))
    }
  }

  @Test("a bookmark lets the next run begin where the last one ended")
  func incremental() throws {
    try withTables(Self.orders) { tables in
      let arguments = ["orders", "--replication-key", "at", "--state", "state", "--overlap", "0s"]
      let first = try tables.workspace.run(tables.extractor(arguments)).orThrow()
      #expect(first.errors.contains("1 rows have no at"), "\(first)")
      #expect(first.errors.contains("without replication key 1"))
      let state = try first.lines.map { try JSONValue(parsing: $0) }.state
      #expect(state?.text == bookmark("sms-orders", "at", "2026-01-02T00:00:00Z"))
      try tables.workspace.write("state", state?.text ?? "")
      try tables.database.execute(
        "insert into sms.orders values ('c', 1, '2026-01-03 00:00:00.5Z', ''), ('c', 2, '2025-01-01Z', '')"
      )
      let second = try tables.workspace.run(tables.extractor(arguments)).orThrow()
      let messages = try second.lines.map { try JSONValue(parsing: $0) }
      let read = messages.records.compactMap { $0["at"]?.string }.sorted()
      // The last one of the first run comes again, the one without a time always.
      #expect(read == ["2026-01-02T00:00:00Z", "2026-01-03T00:00:00.500000Z"])
      #expect(messages.records.count == 3)
      #expect(messages.state?.text == bookmark("sms-orders", "at", "2026-01-03T00:00:00.500000Z"))
      // An hour before the bookmark, where late commits are expected.
      let wide = try tables.messages(
        "orders",
        "--replication-key",
        "at",
        "--state",
        "state",
        "--overlap",
        "25h"
      )
      #expect(wide.records.count == 4)
    }
  }

  @Test(
    "--since is where a run without a bookmark begins",
    arguments: ["2026-01-02", "2026-01-02T00:00:00Z"]
  )
  func since(value: String) throws {
    try withTables(Self.orders) { tables in
      let arguments = ["orders", "--replication-key", "at", "--since", value]
      let outcome = try tables.workspace.run(tables.extractor(arguments)).orThrow()
      #expect(outcome.errors.contains("written 2"), "\(outcome)")
      let wrong = try tables.extract("orders", "--replication-key", "at", "--since", "soon")
      #expect(wrong.status == 64, "\(wrong)")
    }
  }

  @Test("days, local times and whole numbers are replication keys, too; text is none")
  func keys() throws {
    let sql = """
      create table t (d date, l timestamp, n bigint, w text, f timestamptz);
      insert into t values ('2026-01-01', '2026-01-01 10:00', 9007199254740993, 'x', now() + interval '1 day'),
        ('2025-01-01', '2025-01-01 10:00', -5, 'y', '2020-01-01Z');
      """
    try withTables(sql) { tables in
      for (column, value) in [
        ("d", "2026-01-01"), ("l", "2026-01-01T10:00:00"), ("n", "9007199254740993"),
      ] {
        let first = try tables.messages("t", "--replication-key", column)
        #expect(first.state?.text == bookmark("sms-t", column, value))
        try tables.workspace.write("state", first.state?.text ?? "")
        let next = try tables.messages(
          "t",
          "--replication-key",
          column,
          "--state",
          "state",
          "--overlap",
          "1s"
        )
        #expect(next.records.count == 1, "\(column)")
        #expect(next.state == first.state)
        let told = try tables.extract("t", "--replication-key", column, "--state", "state")
        #expect(told.errors.contains("its bookmark, \(column) \(value)\n"), "\(told)")
      }
      let text = try tables.extract("t", "--replication-key", "w")
      #expect(text.status == 78, "\(text)")
      // A time beyond the present is no bookmark: what changes until then would be passed over.
      let future = try tables.extract("t", "--replication-key", "f").orThrow()
      #expect(future.errors.contains("lies in the future"), "\(future)")
      try tables.workspace.write("state", bookmark("sms-t", "f", "2999-01-01T00:00:00Z"))
      let refused = try tables.extract("t", "--replication-key", "f", "--state", "state")
      #expect(refused.status == 78, "\(refused)")
      let other = try tables.extract("t", "--replication-key", "d", "--state", "state")
      #expect(other.status == 78 && other.errors.contains("one of the column f"), "\(other)")
    }
  }

  @Test("a catalog says what there is, and what of it is selected")
  func catalog() throws {
    try withTables(Self.orders) { tables in
      let found = try JSONValue(parsing: tables.extract("--discover").orThrow().text)
      let streams = found["streams"]?.array ?? []
      #expect(streams.compactMap { $0["tap_stream_id"]?.string } == ["sms-late", "sms-orders"])
      let own = streams.last?["metadata"]?.array?.first?["metadata"]
      #expect(own?["table-key-properties"]?.text == #"["store","id"]"#)
      #expect(own?["valid-replication-keys"]?.text == #"["id","at"]"#)
      #expect(own?["selected-by-default"]?.bool == false)
      let columns = streams.last?["metadata"]?.array ?? []
      var types: [String] = []
      for column in columns where column["breadcrumb"]?.text != "[]" {
        types.append(column["metadata"]?["sql-datatype"]?.string ?? "none")
      }
      #expect(types == ["text", "integer", "timestamp with time zone", "text"])
      try tables.workspace.write("none.json", found.text)
      #expect(try tables.extract("--catalog", "none.json").status == 78)
      // As a runner leaves it: one stream selected, one column deselected, the key selected anyway.
      let selected = """
        {"streams":[
         {"tap_stream_id":"sms-late","stream":"late","metadata":[{"breadcrumb":[],"metadata":{"selected":false}}]},
         {"tap_stream_id":"sms-orders","stream":"bestellungen","table_name":"orders",
          "schema":{"properties":{"store":{},"id":{},"at":{},"note":{}}},
          "metadata":[
           {"breadcrumb":[],"metadata":{"selected":true,"schema-name":"sms","replication-method":"INCREMENTAL","replication-key":"at"}},
           {"breadcrumb":["properties","note"],"metadata":{"selected":false,"inclusion":"available"}},
           {"breadcrumb":["properties","store"],"metadata":{"selected":false,"inclusion":"automatic"}}]}]}
        """
      try tables.workspace.write("catalog.json", selected)
      let messages = try tables.messages("--catalog", "catalog.json")
      #expect(messages.first?["stream"]?.string == "bestellungen")
      #expect(messages.first?["bookmark_properties"]?.text == #"["at"]"#)
      #expect(messages.records.first?.members?.map(\.key) == ["store", "id", "at"])
      #expect(messages.state?["bookmarks"]?["sms-orders"] != nil)
      for (old, new) in [
        ("INCREMENTAL", "LOG_BASED"), ("\"note\"", "\"gone\""), ("\"orders\"", "\"order\""),
      ] {
        try tables.workspace.write("wrong.json", selected.replacing(old, with: new))
        let wrong = try tables.extract("--catalog", "wrong.json")
        let isDeselected = new == "\"gone\""
        #expect(wrong.status == (new == "\"order\"" ? 66 : isDeselected ? 0 : 78), "\(wrong)")
      }
    }
  }

  @Test("what cannot be extracted is said with its exit code")
  func refusals() throws {
    try withTables(Self.orders) { tables in
      let missing = try tables.extract("order")
      #expect(missing.status == 66 && missing.errors.contains("did you mean orders?"), "\(missing)")
      let noSchema = try tables.extract("nowhere.orders")
      #expect(noSchema.status == 66, "\(noSchema)")
      for query in [
        "selec 1", "select nothing from orders", "select 1 as a, 2 as a", "select 1; select 2",
      ] {
        let outcome = try tables.extract("--query", query, "--stream", "q")
        #expect(outcome.status == 78, "\(outcome)")
        #expect(outcome.text.isEmpty)
      }
      let writing = try tables.extract(
        "--query",
        "with gone as (delete from orders returning 1) select * from gone",
        "--stream",
        "q"
      )
      #expect(writing.status == 78, "\(writing)")
      #expect(try tables.database.row("select count(*) from sms.orders") == "3")
      let key = try tables.extract("late", "--key", "store,number")
      #expect(key.status == 78 && key.errors.contains("\"number\""), "\(key)")
      let failing = try tables.extract(
        "--query",
        "select 1 / (id - 2) as n, id from orders",
        "--stream",
        "q"
      )
      #expect(failing.status == 65 && !failing.text.contains("\"STATE\""), "\(failing)")
    }
  }

  @Test("a null in the key is a reject")
  func nullKey() throws {
    try withTables(Self.orders) { tables in
      let outcome = try tables.extract("orders", "--key", "at", "--rejects", "rejects")
      #expect(outcome.errors.contains("read 3, written 2, rejected 1"), "\(outcome)")
      #expect(try tables.workspace.read("rejects").contains("missing_value"))
    }
  }

  @Test("no rights and a wrong password are not authorised, no server is unavailable")
  func access() throws {
    try withTables(Self.orders) { tables in
      let role = "role_\(tables.database.name)"
      try tables.database.execute("create role \(role) login; grant usage on schema sms to \(role)")
      let outcome = try tables.workspace.run(
        tables.extractor(["orders"]).with(environment: ["PGOPTIONS": "-c role=\(role)"])
      )
      try tables.database.execute("drop owned by \(role); drop role \(role)")
      #expect(outcome.status == 77, "\(outcome)")
      let gone = try tables.workspace.run(
        tables.extractor(["orders", "--connect-timeout", "1s"])
          .with(environment: ["DATABASE_URL": "postgresql://someone:hunter2@127.0.0.1:1/x"])
      )
      #expect(gone.status == 69 && !gone.errors.contains("hunter2"), "\(gone)")
    }
  }

  private static let large = """
    create table large as select n as id, repeat('x', 200) as v from generate_series(1, 400000) n
    """

  @Test("memory does not grow with the table, and a reader that stops is no error")
  func flatMemory() throws {
    try withTables(Self.large) { tables in
      let outcome = try tables.workspace.run(
        tables.extractor(["large", "--key", "id"]),
        output: .file("/dev/null")
      ).orThrow()
      #expect(outcome.errors.contains("written 400000"))
      #expect(outcome.peakMemory < 64 << 10, "\(outcome.peakMemory) KiB")
      let piped = try tables.workspace.run([
        tables.extractor(["large", "--key", "id"]), .shell("head -n 1 >/dev/null"),
      ])
      #expect(piped[0].status == 141, "\(piped[0])")
    }
  }

  /// A stream that goes on for long, and ends with an error at last.
  private static let endless =
    "select n as id, pg_sleep(0.001)::text as v from generate_series(1, 1000000) n"

  @Test("a signal, and a server that ends the session, leave no STATE")
  func interrupted() throws {
    try withTables("") { tables in
      let arguments = ["--query", Self.endless, "--stream", "q", "--key", "id"]
      for signal in [SIGTERM, SIGINT] {
        let running = try tables.workspace.start(tables.extractor(arguments), output: .file("out"))
        try running.waitUntil("it reads") { _ in
          try tables.database.row(Self.sessions(tables)) != "0"
        }
        #expect(running.signal(signal))
        let outcome = try running.wait(timeout: 60)
        var isOver = false
        for _ in 0..<1000 where !isOver {
          isOver = try tables.database.row(Self.sessions(tables)) == "0"
        }
        #expect(isOver, "the server goes on for no one")
        #expect(outcome.ending == .exited(signal == SIGTERM ? 143 : 130), "\(outcome)")
        #expect(try !tables.workspace.read("out").contains("\"STATE\""))
      }
      let running = try tables.workspace.start(tables.extractor(arguments), output: .file("out"))
      try running.waitUntil("it reads") { _ in
        try tables.database.row(Self.sessions(tables)) != "0"
      }
      try tables.database.execute(
        Self.sessions(tables).replacing("count(*)", with: "pg_terminate_backend(pid)")
      )
      let outcome = try running.wait(timeout: 60)
      #expect(outcome.status == 69, "\(outcome)")
      #expect(try !tables.workspace.read("out").contains("\"STATE\""))
    }
  }

  private static func sessions(_ tables: Unloading) -> String {
    "select count(*) from pg_stat_activity where datname = current_database() "
      + "and application_name = 'extract-postgres' and query like 'COPY%'"
  }
}
