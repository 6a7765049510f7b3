public import StageKit

extension ValidationPolicy {
  /// The rows of the policy in an option table.
  public static let rows: [OptionSpec<ValidationPolicy>] = (windows + figures + exclusions)
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
      help: "The largest difference between claimed and actual revenue that is none."
    ),
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
