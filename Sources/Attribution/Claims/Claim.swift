public import Wire

/// What a platform claims about an order, as far as a verdict rests on it.
///
/// Unknown is nil.
@frozen
public struct Claim: Sendable {
  /// Why the platform claims the order.
  public var type = AttributionType.unknown
  /// The time of the order, as the platform tells it.
  public var orderAt: Timestamp?
  /// The day of the order, since 1970, where the platform tells only that.
  public var orderDay: Int?
  /// When the message was sent.
  public var sentAt: Timestamp?
  /// When its link was clicked.
  public var clickedAt: Timestamp?
  /// The revenue claimed.
  public var revenue: ExactDecimal?
  /// The currency of that.
  public var currency: CurrencyCode?
  /// Who received the message.
  public var customer = Customer()

  /// A claim of which nothing is known.
  public init() {}

  /// When the order was placed, by the claim.
  public var orderDate: ClaimDate {
    if let orderAt { return .instant(orderAt) }
    return orderDay.map { .day($0) } ?? .unknown
  }

  /// The touch that competes for the order: the click of a click that has one, else the send.
  public var touchAt: Timestamp? { type == .click ? clickedAt ?? sentAt : sentAt }
}

/// When an order was placed, as far as a claim says it.
public enum ClaimDate: Sendable {
  /// The claim does not say.
  case unknown
  /// At that instant.
  case instant(Timestamp)
  /// On a day, since 1970, in the reporting timezone.
  case day(Int)
}
