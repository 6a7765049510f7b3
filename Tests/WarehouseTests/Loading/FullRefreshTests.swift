import TestSupport
import Testing

/// ACTIVATE_VERSION takes away what a full refresh no longer holds, but never quietly too much.
@Suite("Full refresh")
struct FullRefreshTests {
  private func refresh(_ ids: ClosedRange<Int>, version: Int, key: String = #""id""#) -> [String] {
    [Message.schema("things", #""id":{"type":"integer"}"#, key: key)]
      + ids.map { Message.record("things", #""id":\#($0)"#, version: version) }
      + [#"{"type":"ACTIVATE_VERSION","stream":"things","version":\#(version)}"#]
  }

  private func ids(_ warehouse: TestWarehouse) throws -> String {
    try warehouse.database.row("select string_agg(id::text, ',' order by id) from sms.things")
  }

  @Test("rows that are gone go")
  func rowsThatAreGoneGo() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(refresh(1...5, version: 1))
      let outcome = try warehouse.mustLoad(refresh(3...6, version: 2))
      #expect(outcome.errors.contains("inserted 1, unchanged 3, deleted 2"), "\(outcome)")
      #expect(try ids(warehouse) == "3,4,5,6")
      // An old message that comes late brings nothing back and takes nothing away.
      try warehouse.mustLoad(refresh(3...3, version: 1))
      #expect(try ids(warehouse) == "3,4,5,6")
    }
  }

  @Test("tables without a key are replaced")
  func tablesWithoutAKeyAreReplaced() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(refresh(1...3, version: 1, key: ""))
      try warehouse.mustLoad(refresh(2...4, version: 2, key: ""))
      #expect(try ids(warehouse) == "2,3,4")
    }
  }

  @Test("a refresh that lacks most rows is refused")
  func aRefreshThatLacksMostRowsIsRefused() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad(refresh(1...5, version: 1))
      let empty = [
        #"{"type":"SCHEMA","stream":"things","schema":{"properties":{"id":{"type":"integer"}}},"#
          + #""key_properties":["id"]}"#,
        #"{"type":"ACTIVATE_VERSION","stream":"things","version":2}"#, Message.state(),
      ]
      let outcome = try warehouse.load(empty)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("--max-delete 100%"), "\(outcome)")
      #expect(try ids(warehouse) == "1,2,3,4,5")
      #expect(try warehouse.load(empty, "--max-delete", "100%").succeeded)
      #expect(try ids(warehouse) == "NULL")
    }
  }

  @Test("tables of migrations lose nothing")
  func tablesOfMigrationsLoseNothing() throws {
    try withWarehouse { warehouse in
      try warehouse.mustLoad([Message.order(1)])
      try warehouse.mustLoad([
        Message.order(2), #"{"type":"ACTIVATE_VERSION","stream":"shopify_orders","version":9}"#,
      ])
      #expect(try warehouse.database.row("select count(*) from sms.shopify_orders") == "2")
    }
  }
}
