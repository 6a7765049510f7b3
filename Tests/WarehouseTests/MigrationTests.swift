import TestSupport
import Testing

@Suite struct MigrationTests {
  @Test func migratesOnceAndThenNothing() throws {
    try withWarehouse { warehouse in
      let first = try warehouse.workspace.run(warehouse.loader(["migrate"]))
      #expect(first.succeeded && first.errors.contains("applied"), "\(first)")
      let before = try warehouse.database.rows("select * from sms.schema_migrations order by 1")
      let second = try warehouse.workspace.run(warehouse.loader(["migrate"]))
      #expect(second.succeeded && !second.errors.contains("applied"), "\(second)")
      #expect(
        try warehouse.database.rows("select * from sms.schema_migrations order by 1") == before
      )
    }
  }

  @Test func severalAtOnceApplyEachOnce() throws {
    try withWarehouse { warehouse in
      let running = try (0..<4).map { _ in
        try warehouse.workspace.start(warehouse.loader(["migrate"]))
      }
      for one in running {
        let outcome = try one.wait(timeout: 120)
        #expect(outcome.succeeded, "\(outcome)")
      }
    }
  }

  @Test func anotherSchemaWithAnAwkwardName() throws {
    try withWarehouse { warehouse in
      let name = #"My "odd" schema"#
      let lines = [Message.order(1), Message.state()]
      let outcome = try warehouse.load(lines, "--schema", name)
      #expect(outcome.succeeded, "\(outcome)")
      let table = #""My ""odd"" schema".shopify_orders"#
      let count = try warehouse.database.row("select count(*) from \(table)")
      #expect(count == "1")
    }
  }

  @Test func aChangedMigrationIsAnError() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([])
      try warehouse.database.execute(
        "update sms.schema_migrations set checksum = 'x' where version = 2"
      )
      let outcome = try warehouse.load([Message.state()])
      #expect(outcome.status == 78 && outcome.errors.contains("migration 2"), "\(outcome)")
    }
  }

  @Test func aNewerSchemaIsAnError() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([])
      try warehouse.database.execute(
        "insert into sms.schema_migrations (version, name, checksum) values (9999, 'later', 'x')"
      )
      let outcome = try warehouse.load([Message.state()])
      #expect(outcome.status == 78 && outcome.errors.contains("9999"), "\(outcome)")
    }
  }

  @Test func refreshRebuildsEverythingAndTakesNoSuchOption() throws {
    try withWarehouse { warehouse in
      let wrong = try warehouse.workspace.run(warehouse.loader(["refresh", "--all"]))
      #expect(wrong.status == 64 && wrong.errors.contains("unknown option \"--all\""), "\(wrong)")
      let outcome = try warehouse.workspace.run(warehouse.loader(["refresh"]))
      #expect(outcome.succeeded, "\(outcome)")
    }
  }

  @Test func aStreamWithTheNameOfTheCatalogueStepsAside() throws {
    try withWarehouse { warehouse in
      let lines = [
        Message.schema("metrics", #""id":{"type":"string"}"#, key: #""id""#),
        Message.record("metrics", #""id":"placed_order""#),
      ]
      try warehouse.mustLoad(lines)
      // As it was before there was a catalogue.
      try warehouse.database.execute(
        """
        drop table sms.metrics cascade;
        alter table sms.metrics__stream rename to metrics;
        update sms.etl_streams set table_name = 'metrics' where stream = 'metrics';
        delete from sms.schema_migrations where name = 'metrics';
        """
      )
      let outcome = try warehouse.mustLoad(lines)
      #expect(outcome.errors.contains("(metrics)"), "\(outcome)")
      #expect(try warehouse.database.rows("select id from sms.metrics__stream") == ["placed_order"])
      #expect(try warehouse.database.row("select count(*) > 10 from sms.metrics") == "t")
      #expect(
        try warehouse.database.row("select table_name from sms.etl_streams") == "metrics__stream"
      )
    }
  }
}
