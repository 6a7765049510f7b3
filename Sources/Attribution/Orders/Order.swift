public import Wire

/// What is known of one Shopify order, as far as a verdict rests on it.
///
/// Unknown is nil.
@frozen
public struct Order: Sendable {
  /// When it was processed, else created.
  public var time: Timestamp?
  /// Its revenue by the policy.
  public var revenue: ExactDecimal?
  /// The currency of that.
  public var currency: CurrencyCode?
  /// What speaks against the order itself; only reasons of that kind.
  public var faults: RejectionReasons = []
  /// Who ordered.
  public var customer = Customer()

  /// An order of which nothing is known.
  public init() {}
}

/// What a search for the order of a claim found.
public enum OrderMatch: Sendable {
  /// The order.
  case found(Order)
  /// None, though the available orders cover its time.
  case notFound
  /// None that could be identified: its time is not covered, its record could not be read, or its name
  /// stands for several orders. Nothing may be concluded from that.
  case undecided
}
