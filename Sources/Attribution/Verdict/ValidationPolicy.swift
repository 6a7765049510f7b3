public import StageKit
public import Wire

/// What a shop accepts as revenue that a message brought: the rules by which claims are judged.
///
/// The defaults are Postscript's own windows, revenue net of refunds.
public struct ValidationPolicy: Sendable {
  /// The longest time from send to order for a click.
  public var clickWindow: Duration? = .seconds(7 * 86_400)
  /// The longest time from send to order for a view.
  public var viewWindow: Duration? = .seconds(86_400)
  /// The longest time from send to order for a coupon; nil for any.
  public var couponWindow: Duration?
  /// The longest time from send to order for a keyword; nil for any.
  public var keywordWindow: Duration?
  /// The longest time from send to order where the kind of claim is unknown; nil for any.
  public var unknownWindow: Duration?
  /// True where a view without a click does not count.
  public var excludesViewOnly = false
  /// Which figure of an order is its revenue.
  public var revenue = RevenueBasis.net
  /// The largest difference at which claimed and actual revenue still count as equal.
  public var tolerance = ExactDecimal(coefficient: 1, scale: 2)
  /// The tags of orders that do not count, whatever their case.
  public var excludedTags: [String] = ["sm-exclude-order"]
  /// The sales channels (Shopify's Source) whose orders count; empty for all.
  ///
  /// An order without one counts.
  public var acceptedChannels: [String] = []
  /// True where an order whose goods are worth nothing after refunds does not count.
  public var excludesZeroNet = false
  /// Whether a message can bring an order by which a subscription charged itself.
  public var renewals = RenewalPolicy.reject
  /// True where a claim is rejected when its customer is not the order's.
  public var requiresCustomerMatch = false
  /// The country calling code of phone numbers written without one, such as 1; empty for none.
  public var callingCode = CallingCode()

  /// Where a day begins that a claim or an export names without a time; nil for UTC.
  public var reportingZone: LocalTimeZone?

  /// Makes the defaults.
  public init() {}

  /// The window for a kind of claim, or nil where it has none.
  public func window(for type: AttributionType) -> Duration? {
    switch type {
    case .click: clickWindow
    case .view: viewWindow
    case .coupon: couponWindow
    case .keyword: keywordWindow
    case .unknown: unknownWindow
    }
  }
}

extension ValidationPolicy {
  /// The rows of the policy in an option table.
  public static let rows: [OptionSpec<ValidationPolicy>] = (windows + figures + exclusions + days)
    .under(heading: "Policy")

  private static let windows: [OptionSpec<ValidationPolicy>] = [
    window("--click-window", \.clickWindow, "a click"),
    window("--view-window", \.viewWindow, "a view"),
    window("--coupon-window", \.couponWindow, "a coupon (any time, unless given)"),
    window("--keyword-window", \.keywordWindow, "a keyword (any time, unless given)"),
    window("--unknown-window", \.unknownWindow, "a claim of unknown kind (any time, unless given)"),
  ]

  private static func window(
    _ name: String,
    _ path: any WritableKeyPath<ValidationPolicy, Duration?> & Sendable,
    _ kind: String
  ) -> OptionSpec<ValidationPolicy> {
    .value(
      name,
      "SPAN",
      path,
      help: "The longest time from send to order for \(kind), such as 90m, 24h or 7d; exactly that "
        + "long is inside."
    )
  }

  private static let figures: [OptionSpec<ValidationPolicy>] = [
    .value(
      "--revenue",
      "FIGURE",
      \.revenue,
      help: "Which figure of an order is its revenue: total (what was charged), subtotal (goods "
        + "after discounts), or net (total less refunds)."
    ),
    .value(
      "--tolerance",
      "AMOUNT",
      \.tolerance,
      in: ExactDecimal.zero...,
      help: "Treat claimed and actual revenue as equal if they differ by at most AMOUNT."
    ),
  ]

  private static let days: [OptionSpec<ValidationPolicy>] = [
    .value(
      "--reporting-timezone",
      "ZONE",
      \.reportingZone,
      help: "Where a day begins that a claim or an export names without a time: an IANA name, UTC "
        + "unless given."
    )
  ]

  private static let exclusions: [OptionSpec<ValidationPolicy>] = [
    .flag(
      "--exclude-view-only",
      \.excludesViewOnly,
      help: "Reject claims by view: a message that was seen and not clicked."
    ),
    .repeated(
      "--exclude-tag",
      "TAG",
      \.excludedTags,
      help: "Reject claims to orders with TAG, in either case. Can be given several times."
    ),
    .repeated(
      "--accept-channel",
      "NAME",
      \.acceptedChannels,
      help: "Reject claims to orders of other sales channels (Shopify's Source) than NAME. Can be "
        + "given several times; without it all are accepted."
    ),
    .flag(
      "--exclude-zero-net",
      \.excludesZeroNet,
      help: "Reject claims to orders whose goods are worth nothing after refunds."
    ),
    .value(
      "--renewals",
      "ACTION",
      \.renewals,
      help: "What to do with claims to orders by which a subscription charged itself, known by "
        + "order_kind, tags and sales channel: reject, since nobody acted, or accept."
    ),
    .flag(
      "--require-customer-match",
      \.requiresCustomerMatch,
      help: "Reject claims whose phone and email both differ from those of the order."
    ),
    .value(
      "--calling-code",
      "CODE",
      \.callingCode,
      help: "The country calling code of phone numbers that are written without one, such as 1. "
        + "Without it they are not compared."
    ),
  ]
}

/// What becomes of claims to orders by which a subscription charged itself.
public enum RenewalPolicy: String, OptionValue, CaseIterable {
  /// No message brought them.
  case reject
  /// They are orders like any other.
  case accept
}

/// Which figure of an order is its revenue.
public enum RevenueBasis: String, OptionValue, CaseIterable {
  /// What the customer was charged.
  case total
  /// The goods after discounts, without shipping; refunds are not taken off.
  case subtotal
  /// What the customer was charged, less refunds.
  case net
}
