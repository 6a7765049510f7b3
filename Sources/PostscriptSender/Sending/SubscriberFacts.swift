public import Wire

/// What a look-up tells of a subscriber, as far as a sender must know it.
public struct SubscriberFacts: Sendable, Equatable {
  /// The id, `s_…`.
  public let id: String
  /// The phone number; nil for one who was redacted.
  public let phone: String?
  /// The email address.
  public let email: String?
  /// Whether texts of the shop may go there.
  public let canSend: Bool
  /// The custom properties.
  public let properties: [(key: String, value: JSONValue)]
  /// The tags.
  public let tags: [String]

  /// Reads a subscriber as the API shows one; nil for anything else.
  public init?(_ value: JSONValue?) {
    guard let value, let id = value["id"]?.string, !id.isEmpty else { return nil }
    self.id = id
    phone = value["phone_number"]?.string
    email = value["email"]?.string
    canSend = value["subscriptions"]?["promotional"]?["can_send"]?.bool ?? false
    properties = value["properties"]?.members ?? []
    tags = (value["tags"]?.array ?? []).compactMap(\.string)
  }

  /// Redaction takes both away.
  public var isRedacted: Bool { phone == nil && email == nil }

  /// Whether that is the address, without regard to case.
  func hasEmail(_ address: String) -> Bool { email?.lowercased() == address.lowercased() }

  /// A property's value; nil where there is no such property.
  func property(_ name: String) -> JSONValue? { properties.last { $0.key == name }?.value }

  /// Equal in all.
  public static func == (left: SubscriberFacts, right: SubscriberFacts) -> Bool {
    left.id == right.id && left.phone == right.phone && left.email == right.email
      && left.canSend == right.canSend && left.tags == right.tags
      && left.properties.elementsEqual(right.properties) {
        $0.key == $1.key && $0.value == $1.value
      }
  }
}
