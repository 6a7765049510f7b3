public import StageKit

/// The keys that requests carry.
public struct APIKeys: Sendable {
  /// The shop's private key.
  public let shop: Secret
  /// A partner's key, which then goes in front and the shop's beside it; nil for a shop's own use.
  public let partner: Secret?

  /// Takes keys and refuses those that can't work, before they go anywhere.
  ///
  /// - Throws: exit code 78 where a key is missing or isn't a key at all, 77 where it is one of the
  ///   wrong kind.
  public init(shop: Secret?, partner: Secret?) throws(StageError) {
    guard let shop, !shop.exposed.isEmpty else {
      throw StageError(
        .config,
        "API key not configured: set POSTSCRIPT_API_KEY or --api-key-file (Postscript: Settings, "
          + "API, Create Security Key Pair, the private key)"
      )
    }
    self.shop = try APIKeys.checked(shop, "the API key")
    self.partner =
      if let partner, !partner.exposed.isEmpty {
        try APIKeys.checked(partner, "the partner key")
      } else { nil }
    if self.shop.exposed.hasPrefix("sk_partner_") {
      throw StageError(
        .notAuthorised,
        "the API key is a partner key: give it as POSTSCRIPT_PARTNER_KEY, and the shop's own key "
          + "as POSTSCRIPT_API_KEY"
      )
    }
    if let partner = self.partner, !partner.exposed.hasPrefix("sk_partner_") {
      throw StageError(
        .notAuthorised,
        "the partner key is a shop's key: partner keys begin with sk_partner_"
      )
    }
  }

  private static func checked(_ key: Secret, _ name: String) throws(StageError) -> Secret {
    let text = key.exposed.utf8
    // What isn't visible ASCII can't be in a header field.
    guard text.allSatisfy({ $0 > UInt8(ascii: " ") && $0 < 0x7F }) else {
      throw StageError(.config, "\(name) holds spaces or characters that no key has")
    }
    guard !key.exposed.hasPrefix("pk_"), !key.exposed.hasPrefix("pk-") else {
      throw StageError(
        .notAuthorised,
        "\(name) is a public key (pk_), which the API doesn't take: give the private one (sk_) of "
          + "the same pair"
      )
    }
    return key
  }

  /// A text without the keys.
  func hidden(_ text: String) -> String {
    [shop, partner].compactMap { $0 }.reduce(text) { Secret.hiding($1.exposed, in: $0) }
  }

  /// The header fields that carry the keys.
  var fields: [(name: String, value: String)] {
    guard let partner else { return [("Authorization", "Bearer \(shop.exposed)")] }
    return [
      ("Authorization", "Bearer \(partner.exposed)"), ("X-Postscript-Shop-Token", shop.exposed),
    ]
  }
}
