public import Wire

/// What a shop accepts as revenue that a message brought: the rules by which its orders and the
/// claims to them are judged, and its days told.
///
/// The defaults are Postscript's own windows, revenue net of refunds.
public struct StorePolicy: Sendable {
  /// Where a day begins that a claim or an export names without a time, and the days of reports.
  public var reportingTimezone = TimezoneName.utc
  /// The day on which revenue counts.
  public var revenueDate = RevenueDate.order
  /// The longest time from send to order for a click.
  public var clickWindow = AttributionWindow(.seconds(7 * 86_400))
  /// The longest time from send to order for a view.
  public var viewWindow = AttributionWindow(.seconds(86_400))
  /// The longest time from send to order for a coupon.
  public var couponWindow = AttributionWindow.any
  /// The longest time from send to order for a keyword.
  public var keywordWindow = AttributionWindow.any
  /// The longest time from send to order where the kind of claim is unknown.
  public var unknownWindow = AttributionWindow.any
  /// False where a view without a click does not count.
  public var acceptsViewOnly = true
  /// Which figure of an order is its revenue.
  public var revenue = RevenueFigure.net
  /// The largest difference at which claimed and actual revenue still count as equal.
  public var tolerance = ExactDecimal(coefficient: 1, scale: 2)
  /// True where a claim is rejected when its customer is not the order's.
  public var requiresCustomerMatch = false
  /// The country calling code of phone numbers written without one, such as 1; empty for none.
  public var callingCode = CallingCode()
  /// The tags of orders that do not count, whatever their case.
  public var excludedTags: [String] = ["sm-exclude-order"]
  /// The sales channels (Shopify's Source) whose orders count; empty for all.
  ///
  /// An order without one counts.
  public var acceptedChannels: [String] = []
  /// True where an order whose goods are worth nothing after refunds does not count.
  public var excludesZeroNet = false
  /// True where a message can bring an order by which a subscription charged itself.
  public var acceptsRenewals = false
  /// The currency of amounts that come without one, by platform.
  public var defaultCurrencies = DefaultCurrencies()
  /// The platforms that give out discount codes: for reports, no verdict rests on it.
  public var codePrefixes = CodePrefixes()
  /// The note attributes in which customers answer where they heard of the shop: for reports.
  public var surveyAttributes: [String] = []

  /// Makes the defaults.
  public init() {}
}

extension StorePolicy {
  /// ``acceptsViewOnly`` as the option says it.
  var excludesViewOnly: Bool {
    get { !acceptsViewOnly }
    set { acceptsViewOnly = !newValue }
  }

  /// ``acceptsRenewals`` as the option says it.
  var renewals: RenewalAction {
    get { acceptsRenewals ? .accept : .reject }
    set { acceptsRenewals = newValue == .accept }
  }

  /// ``defaultCurrencies`` as the option says it.
  var defaultCurrencyList: [DefaultCurrency] {
    get { defaultCurrencies.list }
    set { defaultCurrencies = DefaultCurrencies(newValue) }
  }
}
