/// What a key may do.
public enum KeyState: Sendable, Equatable {
  /// A shop's private key.
  case shop
  /// A shop's public key, which the API doesn't take.
  case `public`
  /// A partner's key, which needs a shop's key beside it.
  case partner
  /// A private key that was regenerated or has expired.
  case revoked
  /// A private key of a shop whose plan has no API access.
  case planWithoutAccess
}

/// The keys that the simulated API knows.
public struct KeyRing: Sendable {
  /// The state of each key.
  public var states: [String: KeyState]

  /// Makes a ring.
  public init(_ states: [String: KeyState]) { self.states = states }

  /// One key of each kind; the names say which.
  public static let standard = KeyRing([
    standardKey: .shop,
    "pk_simulated_public": .public,
    "sk_partner_simulated": .partner,
    "sk_simulated_revoked": .revoked,
    "sk_simulated_no_plan": .planWithoutAccess,
  ])

  /// The key that works until it is revoked.
  public static let standardKey = "sk_simulated_private"

  /// Why a request isn't let in, or nil where it is.
  ///
  func refusal(authorization: String?, shopToken: String?) -> Reply? {
    guard let authorization, authorization.hasPrefix("Bearer ") else {
      return .unauthorized
    }
    let key = String(authorization.dropFirst(7))
    switch states[key] {
    case .shop: return nil
    case .planWithoutAccess: return .noPermission
    case .partner:
      guard let shopToken else { return .unauthorized }
      switch states[shopToken] {
      case .shop, .planWithoutAccess: return nil
      default: return .unauthorized
      }
    case .public, .revoked, nil: return .unauthorized
    }
  }
}
