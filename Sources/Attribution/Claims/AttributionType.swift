/// Why a platform claims an order.
@frozen
public enum AttributionType: String, Sendable, CaseIterable {
  /// The link in the message was followed.
  case click
  /// The message was delivered, and no click is known.
  case view
  /// A coupon code of the message was used.
  case coupon
  /// The subscriber answered with a keyword.
  case keyword
  /// The platform does not say.
  case unknown

  /// The place of the case among all cases.
  var index: Int {
    switch self {
    case .click: 0
    case .view: 1
    case .coupon: 2
    case .keyword: 3
    case .unknown: 4
    }
  }
}
