public import StageKit
import Warehouse
public import Wire

/// What a question is asked for: a store, a period, a step of time, an order.
public struct Asked: Sendable {
  /// The store; nil for all.
  public var store: String?
  /// The first day of the period; nil for the first there is.
  public var from: CivilDate?
  /// The last day of the period, part of it; nil for the last there is.
  public var to: CivilDate?
  /// The step of time; nil for the question's own.
  public var step: TimeStep?
  /// The id or the name of an order, for the question that is about one.
  public var order = ""
  /// Shopify's report, for the question that compares it.
  public var sales: SalesComparison?

  /// Asks for everything.
  public init() {}

  /// The condition that a column names the store.
  func store(_ column: String) -> String {
    store.map { "\(column) = \(SQLText.literal($0))" } ?? "true"
  }

  /// The condition that a day lies in the period; an unknown day lies in none.
  func days(_ column: String) -> String {
    let bounds = [(">=", from), ("<=", to)].compactMap { sign, day in
      day.map { "\(column) \(sign) date '\(Self.text($0))'" }
    }
    return bounds.isEmpty ? "true" : "(" + bounds.joined(separator: " and ") + ")"
  }

  /// Whether a period is asked for, and not everything.
  var hasPeriod: Bool { from != nil || to != nil }

  /// The first day of the step that a day lies in.
  func step(of column: String, else usual: TimeStep) -> String {
    "date_trunc('\((step ?? usual).rawValue)', \(column))::date"
  }

  /// The order, as a literal.
  var orderLiteral: String { SQLText.literal(order) }

  /// The order's id, as an expression, where it was given by that of Shopify's API.
  var orderIDLiteral: String {
    "regexp_replace(btrim(\(orderLiteral)), '^gid://shopify/Order/', '')"
  }

  /// The period in words.
  public var periodText: String {
    switch (from, to) {
    case (nil, nil): "all days"
    case (let from?, nil): "from \(Self.text(from)) on"
    case (nil, let to?): "up to \(Self.text(to))"
    case (let from?, let to?): "\(Self.text(from)) to \(Self.text(to))"
    }
  }

  /// The same for as many days before the period; nil where it has no two ends.
  var before: Asked? {
    guard let from, let to else { return nil }
    var earlier = self
    let length = to.daysSinceEpoch - from.daysSinceEpoch + 1
    earlier.from = CivilDate(daysSinceEpoch: from.daysSinceEpoch - length)
    earlier.to = CivilDate(daysSinceEpoch: from.daysSinceEpoch - 1)
    return earlier
  }

  /// A day as YYYY-MM-DD.
  static func text(_ day: CivilDate) -> String { CoverageBound.day(day).text }
}

/// A step of time by which figures are added up; weeks begin on Monday.
public enum TimeStep: String, CaseIterable, OptionValue {
  /// A day of the reporting timezone.
  case day
  /// A week, named by its Monday.
  case week
  /// A month, named by its first day.
  case month
}
