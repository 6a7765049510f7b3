import Wire

/// Whom a record is about, by everything that it says of them.
public struct Recipient: Sendable, Equatable {
  /// Postscript's own id, `s_…`.
  public var subscriberID: String?
  /// The phone number in E.164.
  public var phone: String?
  /// The email address without white space around it.
  public var email: String?
  /// The customer's number at Shopify, as text.
  public var customer: String?

  /// Nobody yet.
  public init() {}

  /// True where Postscript has nothing to find them by.
  public var isNobody: Bool { subscriberID == nil && phone == nil && email == nil }

  /// What makes two records be about the same person: any of these that they share.
  public var identities: [String] {
    [
      subscriberID.map { "id:\($0)" }, phone.map { "phone:\($0)" },
      email.map { "email:\($0.lowercased())" }, customer.map { "customer:\($0)" },
    ].compactMap { $0 }
  }

  /// The members of the sync log that say who it was.
  var logMembers: [(key: String, value: JSONValue)] {
    [
      ("subscriber_id", subscriberID.map { .string($0) } ?? .null),
      ("phone", phone.map { .string($0) } ?? .null),
      ("email", email.map { .string($0) } ?? .null),
    ]
  }
}
