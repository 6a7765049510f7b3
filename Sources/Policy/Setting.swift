public import StageKit
public import Wire

/// One setting of a policy, under the name that the warehouse and the policy document have for it.
///
/// The table of all settings is the single source of what `settings set` takes, of what `settings
/// show` prints, and of the members of a policy document.
public struct Setting: Sendable {
  /// How the warehouse's column holds the value.
  public enum Column: Sendable {
    /// As text of the named type.
    case plain(String)
    /// As an interval, of whole seconds.
    case interval
    /// As an array of texts.
    case texts
  }

  /// The name: that of the column of `settings`.
  public let name: String
  /// What values it takes, to complete "is not …".
  public let permitted: String
  /// How the warehouse holds it.
  public let column: Column
  /// The error of a value that is none of those.
  static func wrong(_ permitted: String) -> InvalidValue { InvalidValue("is not \(permitted)") }

  /// Its value as a document has it.
  public let json: @Sendable (StorePolicy) -> JSONValue
  /// Its value as `settings set` reads it.
  public let text: @Sendable (StorePolicy) -> String
  let readJSON: @Sendable (inout StorePolicy, JSONValue) throws(InvalidValue) -> Void
  let readText: @Sendable (inout StorePolicy, String) throws(InvalidValue) -> Void

  /// Sets it to the value of a document.
  ///
  /// - Throws: ``InvalidValue`` that shows the value, and says what is permitted.
  public func set(_ policy: inout StorePolicy, to value: JSONValue) throws(InvalidValue) {
    do {
      try readJSON(&policy, value)
    } catch {
      let shown =
        value.string.map { Excerpt.quoted($0) } ?? String(value.text.prefix(Excerpt.limit))
      throw InvalidValue("\(shown) \(error.reason)")
    }
  }

  /// Sets it to the value of a command line.
  ///
  /// - Throws: ``InvalidValue`` that shows the value, and says what is permitted.
  public func set(_ policy: inout StorePolicy, to value: String) throws(InvalidValue) {
    do {
      try readText(&policy, value)
    } catch {
      throw InvalidValue("\(Excerpt.quoted(value)) \(error.reason)")
    }
  }

  /// The setting of a name; nil where there is none.
  public static func named(_ name: String) -> Setting? { all.first { $0.name == name } }

  /// Every setting, in the order of the warehouse's table.
  public static let all: [Setting] = [
    .zone("reporting_timezone", \.reportingTimezone),
    .choice("revenue_date", \.revenueDate),
    .window("click_window", \.clickWindow),
    .window("view_window", \.viewWindow),
    .window("coupon_window", \.couponWindow),
    .window("keyword_window", \.keywordWindow),
    .window("unknown_window", \.unknownWindow),
    .flag("accept_view_only", \.acceptsViewOnly),
    .choice("revenue_figure", \.revenue),
    .amount("tolerance", \.tolerance),
    .flag("require_customer_match", \.requiresCustomerMatch),
    .callingCode("calling_code", \.callingCode),
    .texts("excluded_order_tags", \.excludedTags, none: "none", json: .array([])),
    .texts("accepted_sales_channels", \.acceptedChannels, none: "all", json: .null),
    .flag("exclude_zero_net_orders", \.excludesZeroNet),
    .flag("accept_renewals", \.acceptsRenewals),
    .currencies("default_currencies", \.defaultCurrencies),
    .prefixes("discount_code_prefixes", \.codePrefixes),
    .texts("survey_attributes", \.surveyAttributes, none: "none", json: .array([])),
  ]
}
