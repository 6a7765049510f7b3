public import StageKit
public import Wire

/// What a shop accepts as revenue that a message brought: the rules by which claims are judged.
///
/// The defaults are those of design §6: Postscript's own windows, revenue net of refunds.
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
  /// The largest difference between claimed and actual revenue that is none, inclusive.
  public var tolerance = ExactDecimal(coefficient: 1, scale: 2)
  /// The tags of orders that do not count, whatever their case.
  public var excludedTags: [String] = []
  /// True where a claim is rejected when its customer is not the order's.
  public var requiresCustomerMatch = false
  /// The country calling code of phone numbers written without one, such as 1; empty for none.
  public var callingCode = CallingCode()

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

/// Which figure of an order is its revenue.
public enum RevenueBasis: String, OptionValue, CaseIterable {
  /// What the customer was charged.
  case total
  /// The goods after discounts, without shipping; refunds are not taken off.
  case subtotal
  /// What the customer was charged, less refunds.
  case net
}

/// A country calling code, such as 1 for North America or 44 for the United Kingdom.
public struct CallingCode: OptionValue, Equatable {
  /// The digits; empty where phone numbers without a code are not to be guessed at.
  public let digits: [UInt8]

  /// No code.
  public init() { digits = [] }

  /// Reads one to three digits, with or without a plus sign.
  public init(optionText: String) throws(InvalidValue) {
    let text = Array((optionText.hasPrefix("+") ? optionText.dropFirst() : optionText[...]).utf8)
    guard (1...3).contains(text.count), text[0] != 0x30, text.allSatisfy(\.isDigit) else {
      throw InvalidValue("is not a country calling code, such as 1 or 44")
    }
    digits = text
  }

  /// The digits, or nil for no code.
  public var optionText: String? {
    digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }
}
