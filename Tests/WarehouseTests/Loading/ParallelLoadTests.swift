import Glibc
import TestSupport
import Testing

/// Two loads at once, of sources that know different columns of the same rows: neither may write from
/// a row that the other has changed since.
@Suite("Parallel loads")
struct ParallelLoadTests {
  /// A load of one source's columns of two hundred orders.
  private func start(
    _ fields: String,
    at time: String,
    in warehouse: TestWarehouse
  ) throws
    -> Running
  {
    let lines = (0..<200).map { Message.order($0, fields, at: time) } + [Message.state()]
    return try warehouse.workspace.start(
      warehouse.loader(),
      input: .text(lines.map { $0 + "\n" }.joined())
    )
  }

  @Test("what both sources know is there in the end", arguments: [false, true])
  func twoSources(areKnown: Bool) throws {
    try withWarehouse { warehouse in
      let first = (0..<200).map { Message.order($0, at: "2026-03-01T00:00:00Z") }
      try warehouse.mustLoad(areKnown ? first : [])
      // Whoever holds the lock of the marts keeps both loads waiting at the same place.
      let holder = try warehouse.workspace.start(
        .shell(
          "psql -X -q \"$DATABASE_URL\" -c \"begin; select pg_advisory_xact_lock("
            + "hashtextextended('postscript-etl:sms', 2)); select pg_sleep(60)\"",
          environment: warehouse.database.environment
        )
      )
      try wait(warehouse, "granted", for: 1)
      let loads = [
        try start(#""test":true,"phone":"1""#, at: "2026-03-02T00:00:00Z", in: warehouse),
        try start(
          #""email":"a@b.c","customer_id":"77""#,
          at: "2026-03-03T00:00:00Z",
          in: warehouse
        ),
      ]
      try wait(warehouse, "not granted", for: 2)
      try warehouse.database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(60)%' "
          + "and datname = current_database() and pid <> pg_backend_pid()"
      )
      _ = try holder.wait()
      for load in loads { _ = try load.wait().orThrow() }
      #expect(
        try warehouse.database.rows(
          "select test, phone, email, customer_id, count(*) from sms.shopify_orders group by 1, 2, 3, 4"
        ) == ["t|1|a@b.c|77|200"]
      )
    }
  }

  /// Waits until that many sessions hold the lock, or wait for a lock.
  private func wait(_ warehouse: TestWarehouse, _ state: String, for count: Int) throws {
    let query =
      "select count(*) >= \(count) from pg_locks as l join pg_database as d on d.oid = l.database "
      + "where \(state) and locktype in ('advisory', 'transactionid') and datname = current_database()"
    for _ in 0..<600 {
      if try warehouse.database.row(query) == "t" { return }
      usleep(50_000)
    }
    throw TestFailure("never true: \(query)")
  }
}
