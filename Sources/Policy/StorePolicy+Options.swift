public import StageKit
import Wire

extension StorePolicy {
  /// The rows of the policy in an option table.
  public static let rows: [OptionSpec<StorePolicy>] =
    (windows + figures + exclusions + customers + days).under(heading: "Policy")

  private static let windows: [OptionSpec<StorePolicy>] = [
    window("--click-window", \.clickWindow, "a click"),
    window("--view-window", \.viewWindow, "a view"),
    window("--coupon-window", \.couponWindow, "a coupon"),
    window("--keyword-window", \.keywordWindow, "a keyword"),
    window("--unknown-window", \.unknownWindow, "a claim of unknown kind"),
  ]

  private static func window(
    _ name: String,
    _ path: any WritableKeyPath<StorePolicy, AttributionWindow> & Sendable,
    _ kind: String
  ) -> OptionSpec<StorePolicy> {
    .value(
      name,
      "SPAN",
      path,
      help: "The longest time from send to order for \(kind), such as 90m, 24h or 7d; exactly that "
        + "long is inside, and any is no limit."
    )
  }

  private static let figures: [OptionSpec<StorePolicy>] = [
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
    .repeated(
      "--default-currency",
      "PLATFORM=CODE",
      \.defaultCurrencyList,
      help: "The currency of amounts of PLATFORM that come without one, such as shopify=USD. Can "
        + "be given several times. Here only that of shopify, the orders' own, decides anything."
    ),
  ]

  private static let days: [OptionSpec<StorePolicy>] = [
    .value(
      "--reporting-timezone",
      "ZONE",
      \.reportingTimezone,
      help: "Where a day begins that a claim or an export names without a time: an IANA name."
    )
  ]

  private static let exclusions: [OptionSpec<StorePolicy>] = [
    .flag(
      "--exclude-view-only",
      \.excludesViewOnly,
      help: "Reject claims by view: a message that was seen and not clicked.",
      negatable: true
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
      help: "Reject claims to orders whose goods are worth nothing after refunds.",
      negatable: true
    ),
    .value(
      "--renewals",
      "ACTION",
      \.renewals,
      help: "What to do with claims to orders by which a subscription charged itself, known by "
        + "order_kind, tags and sales channel: reject, since nobody acted, or accept."
    ),
  ]

  private static let customers: [OptionSpec<StorePolicy>] = [
    .flag(
      "--require-customer-match",
      \.requiresCustomerMatch,
      help: "Reject claims whose phone and email both differ from those of the order.",
      negatable: true
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
