import Foundation
import TestSupport
import Testing
import Warehouse

/// Functions and views are replaced when their text changes, whatever the schema has instead.
@Suite struct DefinitionTests {
  @Test("every file is compiled in")
  func everyFileIsCompiledIn() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Warehouse/Definitions")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".sql") }
      .map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
    #expect(files.count > 20 && files.sorted() == Definition.all.map(\.name).sorted())
  }

  /// As another build would have left it: other columns under the same name.
  private static let otherColumns = """
    drop view sms.flow_revenue;
    create view sms.flow_revenue as select 1 as other;
    grant select on sms.flow_revenue to pg_monitor with grant option;
    update sms.schema_definitions set checksum = 'x' where name = 'flow_revenue'
    """

  @Test("a view with other columns is replaced and keeps its rights")
  func aViewWithOtherColumnsIsReplacedAndKeepsItsRights() throws {
    try withWarehouse { warehouse in
      try warehouse.mustMigrate()
      let columns = "select * from sms.flow_revenue where false"
      let rights = "select relacl from pg_class where oid = 'sms.flow_revenue'::regclass"
      let expected = try warehouse.database.execute("\\pset tuples_only off\n" + columns)
      try warehouse.database.execute(Self.otherColumns)
      let granted = try warehouse.database.row(rights)
      #expect(granted.contains("pg_monitor=r*"))
      let outcome = try warehouse.mustMigrate()
      #expect(outcome.errors.contains("applied 1 definitions"), "\(outcome)")
      #expect(
        try warehouse.database.execute("\\pset tuples_only off\n" + columns).output
          == expected.output
      )
      #expect(try warehouse.database.row(rights) == granted)
    }
  }

  @Test("what rests on a replaced function is made again")
  func whatRestsOnAReplacedFunctionIsMadeAgain() throws {
    try withWarehouse { warehouse in
      try warehouse.mustMigrate()
      let view = "select pg_get_viewdef('sms.obt_orders'::regclass)"
      let expected = try warehouse.database.rows(view)
      try warehouse.database.execute(
        """
        set client_min_messages = warning;
        drop function sms.array_labels cascade;
        create function sms.array_labels(jsonb) returns text language sql return 'x';
        create view sms.obt_orders as select sms.array_labels('[]') as labels;
        update sms.schema_definitions set checksum = 'x' where name = 'array_labels';
        delete from sms.schema_definitions where name = 'label_list'
        """
      )
      try warehouse.mustMigrate()
      #expect(try warehouse.database.rows(view) == expected)
    }
  }

  @Test("another signature leaves no second function")
  func anotherSignatureLeavesNoSecondFunction() throws {
    try withWarehouse { warehouse in
      try warehouse.mustMigrate()
      try warehouse.database.execute(
        """
        drop function sms.request_rebuild;
        create function sms.request_rebuild(integer) returns void language sql as '';
        update sms.schema_definitions set checksum = 'x' where name = 'request_rebuild'
        """
      )
      try warehouse.mustMigrate()
      let found = try warehouse.database.rows(
        "select oid::regprocedure from pg_proc where proname = 'request_rebuild'"
      )
      #expect(found == ["sms.request_rebuild()"])
    }
  }

  @Test("what the build no longer has is dropped")
  func whatTheBuildNoLongerHasIsDropped() throws {
    try withWarehouse { warehouse in
      try warehouse.mustMigrate()
      try warehouse.database.execute(
        """
        create view sms.of_before as select 1 as x;
        insert into sms.schema_definitions (name, checksum) values ('of_before', 'x');
        create view sms.of_others as select 1 as x
        """
      )
      try warehouse.mustMigrate()
      let found = try warehouse.database.rows(
        "select relname from pg_class where relname like 'of\\_%'"
      )
      #expect(found == ["of_others"])
    }
  }

  @Test("a view of others on a replaced one is named and kept")
  func aViewOfOthersOnAReplacedOneIsNamedAndKept() throws {
    try withWarehouse { warehouse in
      try warehouse.mustMigrate()
      try warehouse.database.execute(
        Self.otherColumns + "; create schema mine;"
          + "create view mine.top_flows as select other from sms.flow_revenue"
      )
      let outcome = try warehouse.workspace.run(warehouse.loader(["migrate"]))
      #expect(outcome.status == 78, "\(outcome)")
      #expect(outcome.errors.contains("view mine.top_flows rests on flow_revenue"), "\(outcome)")
      #expect(try warehouse.database.row("select other from mine.top_flows") == "1")
    }
  }

  /// A role that may not write, in a schema that is up to date, takes no lock that matters.
  @Test("with nothing to do nothing is written")
  func withNothingToDoNothingIsWritten() throws {
    try withWarehouse { warehouse in
      try warehouse.mustMigrate()
      let name = warehouse.database.name
      try warehouse.database.execute(
        "alter database \(name) set default_transaction_read_only = on"
      )
      try warehouse.mustMigrate()
      try warehouse.database.execute(
        "set default_transaction_read_only = off; set session characteristics as transaction "
          + "read write; update sms.schema_definitions set checksum = 'x'"
      )
      let outcome = try warehouse.workspace.run(warehouse.loader(["migrate"]))
      #expect(outcome.status == 78 && outcome.errors.contains("25006"), "\(outcome)")
    }
  }

  @Test("readers see the old or the new one")
  func readersSeeTheOldOrTheNewOne() throws {
    try withWarehouse { warehouse in
      try warehouse.mustMigrate()
      let query = "select count(*) from sms.flow_revenue;\n"
      let reader = Command(
        path: "/usr/bin/env",
        ["psql", "-Xqt", "--set", "ON_ERROR_STOP=1", "--dbname", warehouse.database.url],
        environment: warehouse.database.environment
      )
      let running = try warehouse.workspace.start(
        reader,
        input: .text(String(repeating: query, count: 2000))
      )
      for _ in 0..<3 {
        try warehouse.database.execute("begin; \(Self.otherColumns); commit")
        try warehouse.mustMigrate()
      }
      let outcome = try running.wait(timeout: 120)
      #expect(outcome.succeeded, "\(outcome)")
    }
  }
}

extension TestWarehouse {
  @discardableResult
  fileprivate func mustMigrate() throws -> Outcome {
    try workspace.run(loader(["migrate"]), timeout: 120).orThrow()
  }
}
