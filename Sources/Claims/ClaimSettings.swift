/// What `transform-claims` is told beside its mapping.
public struct ClaimSettings: Sendable {
  /// The store of the claims; nil for that of the orders, or `default` where they name none.
  public var store: String?
  /// The currency of orders that name none, three capital letters; nil where it is unknown.
  public var currency: String?
  /// False where only orders that the platform itself gives to a message become claims.
  public var findsTouches = true
  /// True where claims are written without envelopes, and nothing else.
  public var isBare = false

  /// Makes the defaults.
  public init() {}
}
