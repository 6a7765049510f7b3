import Foundation
import TestSupport
import Testing

/// The programs as plugins of Meltano, with other authors' taps and targets.
///
/// It installs those, so it runs only where POSTSCRIPT_ETL_MELTANO names the program `meltano`.
@Suite("Meltano", .serialized, .enabled(if: Meltano.program != nil))
struct MeltanoTests {
  @Test("tap-postgres into load-postgres: the second run reads what has changed since the bookmark")
  func incremental() throws {
    try withDatabase { work, database in
      try database.execute(
        """
        create schema source;
        create table source.orders (id int primary key, amount numeric(12,2), updated_at timestamptz);
        insert into source.orders
          select g, g * 1.01, '2026-01-01'::timestamptz + g * interval '1 hour'
          from generate_series(1, 50) g;
        """
      )
      let meltano = try Meltano(work, database)
      _ = try meltano.run("install", "extractor", "tap-postgres").orThrow()
      _ = try meltano.run("run", "tap-postgres", "load-postgres").orThrow()
      try database.execute(
        """
        update source.orders set amount = 99, updated_at = '2026-02-01' where id = 7;
        insert into source.orders values (51, 1, '2026-02-02');
        """
      )
      let second = try meltano.run("run", "tap-postgres", "load-postgres").orThrow()
      #expect(second.errors.contains("with bookmark value: 2026-01-03T02:00:00"), "\(second)")
      #expect(second.errors.contains("inserted 1, updated 1, unchanged 1"), "\(second)")
      let sums = "select count(*), sum(amount) from"
      #expect(
        try database.row("\(sums) sms.source_orders") == database.row("\(sums) source.orders")
      )
    }
  }

  @Test("extract-postgres into another target: the fields that are selected, and what has changed")
  func table() throws {
    try withDatabase { work, database in
      try database.execute(
        """
        create schema source;
        create table source.orders (id bigint primary key, amount numeric(12,2), title text, note text,
          updated_at timestamptz);
        insert into source.orders
          select 9007199254740990 + g, g * 1.01, 'Größe "' || g || E'"\n', 'secret',
            '2026-01-01Z'::timestamptz + g * interval '1 hour'
          from generate_series(1, 50) g;
        """
      )
      try FileManager.default.createDirectory(
        atPath: work.file("output"),
        withIntermediateDirectories: false
      )
      let meltano = try Meltano(work, database)
      try meltano.run("install", "loader", "target-jsonl").orThrow()
      try meltano.run("select", "shop", "source-orders", "*").orThrow()
      try meltano.run("select", "--exclude", "shop", "source-orders", "note").orThrow()
      try meltano.run("run", "shop", "target-jsonl").orThrow()
      #expect(try Self.compare(database) == ["50", "0"])
      try database.execute(
        """
        update source.orders set amount = null, updated_at = '2026-02-01Z' where id % 7 = 0;
        insert into source.orders values (51, 1, 'new', 'secret', '2026-02-02Z');
        """
      )
      let second = try meltano.run("run", "shop", "target-jsonl").orThrow()
      #expect(second.errors.contains("its bookmark, updated_at 2026-01-03T02:00:00Z"), "\(second)")
      // Eight rows that are new, and the one that the bookmark is of.
      #expect(try Self.compare(database) == ["59", "0"])
      #expect(try !work.read("output/orders.jsonl").contains("secret"))
    }
  }

  /// How many records the target has, and how many rows differ from the last record of their key.
  private static func compare(_ database: Database) throws -> [String] {
    try database.rows(
      #"""
      create temporary table sent (place bigserial, line jsonb);
      \copy sent (line) from 'output/orders.jsonl' with (format csv, delimiter e'\x02', quote e'\x01')
      create temporary view stored as
        select distinct on (r.id) r.* from sent
        cross join jsonb_to_record(line) as r(id bigint, amount numeric(12,2), title text, updated_at timestamptz)
        order by r.id, place desc;
      create temporary view kept as select id, amount, title, updated_at from source.orders;
      select count(*) from sent
      union all
      select (select count(*) from (select * from kept except select * from stored) as l)
        + (select count(*) from (select * from stored except select * from kept) as h);
      """#
    )
  }

  @Test("extract-csv into another target, without a deselected field, and each file once")
  func csv() throws {
    try withDatabase { work, database in
      let claims = "Order ID,Revenue,Order Date,Message ID,Phone Number\n"
      try work.write("claims.csv", claims + "5001,12.50,2026-01-02 03:04:05,m1,+15550100001\n")
      try FileManager.default.createDirectory(
        atPath: work.file("output"),
        withIntermediateDirectories: false
      )
      let meltano = try Meltano(work, database)
      _ = try meltano.run("install", "loader", "target-jsonl").orThrow()
      _ = try meltano.run("select", "extract-csv", "*", "*").orThrow()
      _ = try meltano.run("select", "--exclude", "extract-csv", "attributed_orders", "phone")
        .orThrow()
      _ = try meltano.run("run", "extract-csv", "target-jsonl").orThrow()
      let second = try meltano.run("run", "extract-csv", "target-jsonl").orThrow()
      #expect(second.errors.contains("claims.csv: not read again"), "\(second)")
      let lines = try work.read("output/attributed_orders.jsonl").split(separator: "\n")
      #expect(lines.count == 1)
      #expect(lines.first?.contains(#""claimed_revenue": 12.50"#) == true)
      #expect(lines.first?.contains("phone") == false)
    }
  }
}

/// A project of Meltano's in the folder of a test.
private struct Meltano {
  static let program = ProcessInfo.processInfo.environment["POSTSCRIPT_ETL_MELTANO"]

  private let work: Workspace
  private let environment: [String: String]

  init(_ work: Workspace, _ database: Database) throws {
    self.work = work
    let definitions = try readText(BuiltProducts.checkout + "/docs/meltano.yml")
    try work.write("postscript-etl.yml", definitions)
    try work.write(
      "meltano.yml",
      """
      default_environment: dev
      project_id: postscript-etl-tests
      include_paths: [postscript-etl.yml]
      environments: [{name: dev}]
      plugins:
        extractors:
        - name: tap-postgres
          namespace: tap_postgres
          pip_url: meltanolabs-tap-postgres
          executable: tap-postgres
          capabilities: [catalog, discover, state]
          settings: [{name: sqlalchemy_url}, {name: filter_schemas, kind: array}]
          config: {filter_schemas: [source]}
          select: ["source-orders.*"]
          metadata:
            source-orders: {replication-method: INCREMENTAL, replication-key: updated_at}
        - name: shop
          inherit_from: extract-postgres
          config: {schema: source}
          metadata:
            source-orders: {replication-method: INCREMENTAL, replication-key: updated_at}
        loaders:
        - name: target-jsonl
          namespace: target_jsonl
          pip_url: target-jsonl
          executable: target-jsonl
          settings: [{name: destination_path}, {name: do_timestamp_file, kind: boolean}]
          config: {destination_path: output, do_timestamp_file: false}

      """
    )
    let variables = ProcessInfo.processInfo.environment
    // The tap wants a host and a password in its URL, where a socket needs neither.
    let source = database.url.replacing("postgresql://", with: "postgresql+psycopg2://")
      .replacing("://postgres@/", with: "://postgres:none@localhost/")
    // What installs programs may need settings of this machine, such as a proxy's.
    let own = [
      "PATH": BuiltProducts.directory + ":" + (variables["PATH"] ?? ""),
      "HOME": variables["HOME"] ?? "", "MELTANO_SEND_ANONYMOUS_USAGE_STATS": "false",
      "NO_COLOR": "1", "LOAD_POSTGRES_DATABASE_URL": database.url,
      "EXTRACT_CSV_FILES": #"["claims.csv"]"#, "TAP_POSTGRES_SQLALCHEMY_URL": source,
      "SHOP_DATABASE_URL": database.url,
    ]
    environment = variables.merging(own) { $1 }
  }

  @discardableResult
  func run(_ arguments: String...) throws -> Outcome {
    let program = try #require(Self.program)
    return try work.run(Command(path: program, arguments, environment: environment))
  }
}
