import TestSupport
import Testing

@Suite("Database")
struct DatabaseTests {
  @Test("tests that run at the same time have their own databases", arguments: 1...4)
  func isolation(number: Int) throws {
    try withDatabase { _, database in
      try database.execute("create table t (n int, s text); insert into t values (\(number), null)")
      #expect(try database.rows("select n, s from t") == ["\(number)|NULL"])
      #expect(try database.row("select current_database()") == database.name)
    }
  }

  @Test("a failing statement is a failure that shows what psql said")
  func failure() throws {
    try withDatabase { _, database in
      #expect(throws: TestFailure.self) { try database.execute("select * from missing") }
    }
  }

  @Test("copy reads files of the workspace")
  func copy() throws {
    try withDatabase { work, database in
      try work.write("a.csv", "1,x\n2,\"y\ny\"\n")
      try database.execute("create table t (n int, s text)\n;\n\\copy t from 'a.csv' csv\n")
      #expect(try database.row("select sum(n), max(length(s)) from t") == "3|3")
    }
  }
}
