import TestSupport
import Testing

/// Warehouses in databases of their own, seen as one.
@Suite("Federation")
struct FederationTests {
  private static func federate(_ work: Workspace, _ list: String) throws -> Outcome {
    try work.run(
      Command(path: BuiltProducts.pipeline("federate"), ["--servers", "-"]),
      input: .text(list)
    )
  }

  /// The line of the list that names a database, by the settings of the connection of the tests.
  private static func line(_ name: String, _ database: Database) throws -> String {
    let server = try database.row(
      "select format('host=%s port=%s user=%s', split_part(current_setting("
        + "'unix_socket_directories'), ',', 1), current_setting('port'), current_user)"
    )
    return "\(name) \(server) dbname=\(database.name)\n"
  }

  /// Runs the SQL in one transaction.
  private static func make(_ hub: Database, _ sql: String) throws {
    try hub.execute("begin;\n" + sql + "\ncommit;")
  }

  private static let sums =
    "select count(*), sum(last_touch), sum(reported) from %.revenue_summary"

  private static func sums(_ schema: String) -> String {
    sums.replacing("%", with: schema)
  }

  @Test(
    "the hub shows what both warehouses have, also after changes, and without a store that left"
  )
  func hub() throws {
    try Shop.with(orders: 100) { uk in
      try uk.loadEverything()
      try withDatabase { work, other in
        let de = try Shop(work, other, orders: 100, seed: 2)
        try de.loadEverything()
        try withDatabase { work, hub in
          let lines = try [Self.line("uk", uk.database), Self.line("de", other)]
          let sql = try Self.federate(work, lines.joined()).orThrow().text
          for _ in 1...2 { try Self.make(hub, sql) }
          let both = try hub.rows(
            "select sum(last_touch), count(*) from all_stores.revenue_summary"
          )
          let parts = try [uk.database, other].map {
            try $0.rows("select sum(last_touch), count(*) from sms.revenue_summary")
          }
          #expect(parts[0] != parts[1])
          #expect(
            try hub.rows(
              "select sum(a), sum(b) from (values "
                + parts.map { "(" + ($0.first ?? "").replacing("|", with: ",") + ")" }
                .joined(separator: ",") + ") v (a, b)"
            ) == both
          )
          let tables = """
            select count(*) from pg_class where relnamespace = '%'::regnamespace
            and relkind in ('r', 'v', 'p') and relname !~ '^(etl|schema)_'
            """
          #expect(
            try hub.row(tables.replacing("%", with: "all_stores"))
              == other.row(tables.replacing("%", with: "sms"))
          )
          // A column that one warehouse lacks is in no view; what rests on a view keeps it.
          try uk.database.execute("alter table sms.metrics add column later text")
          try Self.make(hub, sql)
          try hub.execute("create view mine as select * from all_stores.metrics")
          #expect(throws: (any Error).self) { try Self.make(hub, sql) }
          try hub.execute("drop view mine")
          try Self.make(hub, Self.federate(work, lines[1]).orThrow().text)
          #expect(try hub.row(Self.sums("all_stores")) == other.row(Self.sums("sms")))
          #expect(try hub.row("select count(*) from pg_foreign_server") == "1")
        }
      }
    }
  }

  @Test("a list with a fault is named by its line, and no password gets into the SQL")
  func faults() throws {
    try withWorkspace { work in
      for (list, words) in [
        ("", "no warehouse"), ("uk host=a\n", "no user="), ("uk user=a host\n", "KEY=VALUE"),
        ("uk user=a\nuk user=b\n", "line 2: the name uk is there twice"), ("Uk user=a\n", "a-z"),
        ("uk user=a password=b\n", "a password does not belong here"),
      ] {
        let outcome = try Self.federate(work, list)
        #expect(outcome.status == 65 && outcome.errors.contains(words), "\(outcome)")
        #expect(outcome.text.isEmpty)
      }
      let missing = Command(path: BuiltProducts.pipeline("federate"), ["--servers", "none"])
      #expect(try work.run(missing).status == 66)
      let quoted = try Self.federate(work, "uk user=o'brien host=/x'y\n").orThrow().text
      #expect(quoted.contains("user 'o''brien'") && quoted.contains("host '/x''y'"))
    }
  }
}
