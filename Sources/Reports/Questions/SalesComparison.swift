public import CSV
import StageKit
public import Warehouse
import Wire

/// A report of Shopify's and what of the warehouse it is to be compared with.
public struct SalesComparison: Sendable {
  let report: SalesReport
  let store: String
  /// The currency of the report, which names none: the shop's own.
  let currency: String
  /// Whether all orders of the store are in that currency.
  let isOnlyCurrency: Bool
  /// Whether refunds have been loaded with their own times.
  let hasRefundDays: Bool

  /// Finds out which orders the report is about.
  ///
  /// - Throws: exit code 64 where there are several stores or currencies and none was named, 66 where
  ///   the warehouse holds none, ``DatabaseError`` where PostgreSQL fails.
  public init(
    _ report: SalesReport,
    store: String?,
    currency: String?,
    _ session: inout ReadSession
  ) throws {
    let store = try StoreChoice.one(store, &session)
    let found = try session.read(
      "select distinct currency from order_checks where store_id = \(SQLText.literal(store)) "
        + "and currency is not null order by 1"
    ).rows.compactMap { $0[0] }
    guard let own = currency?.uppercased() ?? found.first else {
      throw StageError(.noInput, "the warehouse holds no orders of store \(Excerpt.quoted(store))")
    }
    guard currency != nil || found.count == 1 else {
      throw StageError(
        .usage,
        "the orders are in \(found.joined(separator: ", ")), and a report names no currency: say "
          + "which it is of with --currency"
      )
    }
    self.report = report
    self.store = store
    self.currency = own
    isOnlyCurrency = found == [own]
    hasRefundDays =
      try session.read(
        "select exists (select from shopify_refunds where store_id = \(SQLText.literal(store)))"
      ).rows[0][0] == "t"
  }

  /// The condition that a day lies within those of the report.
  func days(_ column: String) -> String {
    let days = report.figures.map(\.days)
    guard let first = days.map(\.lowerBound).min(), let last = days.map(\.upperBound).max() else {
      return "false"
    }
    let ends = [first, last].map { "date '\(Asked.text(CivilDate(daysSinceEpoch: $0)))'" }
    return "\(column) between \(ends[0]) and \(ends[1])"
  }
}
