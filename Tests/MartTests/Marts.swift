import TestSupport
import Warehouse

/// A migrated schema in a test's own database, and the marts in it.
struct Marts {
  let database: Database

  /// Runs SQL in which `@schema@` stands for the schema.
  @discardableResult
  func execute(_ sql: String) throws -> Outcome {
    let parts = sql.split(separator: "@schema@", omittingEmptySubsequences: false)
    return try database.execute(parts.joined(separator: "\"sms\""))
  }

  /// The rows of a query on the schema, columns joined by `|`.
  func rows(_ query: String) throws -> [String] {
    try database.rows("set search_path = sms;\n" + query)
  }

  /// Writes to streams and refreshes the marts by what that touched, in one transaction.
  func commit(_ sql: String) throws {
    let keys = [
      ("shopify_orders", "store_id, order_id"),
      ("attributed_orders", "store_id, source_system, order_ref, message_id"),
      ("message_performance", "store_id, source_system, message_id"),
      ("export_coverage", "store_id, stream, source_system, observed_at"),
    ]
    let touched = keys.map { table, columns in
      let name = table == "export_coverage" ? "touched_coverage" : "touched_\(table)"
      return """
        create temporary table \(name) on commit drop as
        select \(columns), true as changed from sms.\(table) where xmin = pg_current_xact_id()::xid;
        """
    }
    try execute(
      """
      begin;
      set local search_path = sms;
      \(sql);
      \(touched.joined(separator: "\n"))
      select refresh_marts();
      commit;
      """
    )
  }

  /// Every row of every mart with its place on disk, which a rewritten row changes.
  func places() throws -> [String] {
    try rows(
      ["claim_outcomes", "coverage_days", "order_checks", Marts.messages].map {
        "select '\($0)', ctid, m::text from \($0) as m"
      }.joined(separator: " union all ") + " order by 1, 2"
    )
  }

  static let messages = "rpt_outbound_message_performance_summary_daily"
}

/// Runs a test with its own migrated schema.
func withMarts(_ body: (Marts) throws -> Void) throws {
  try withDatabase { _, database in
    let files =
      Migration.all.map { $0.sql(schema: "sms") }
      + Definition.inOrder(Definition.all).map { $0.sql(schema: "sms") }
    try database.execute(
      """
      set client_min_messages = warning;
      begin;
      create schema sms;
      \(files.joined(separator: "\n"))
      commit;
      """
    )
    try body(Marts(database: database))
  }
}
