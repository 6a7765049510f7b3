/// Phone and email of a customer as 64-bit keyed hashes of their normal forms; 0 is unknown.
///
/// A claim is compared with the one order that it names, never searched for by these, so the chance
/// that different customers look alike is one in 18 quintillion for each comparison.
@frozen
public struct Customer: Sendable, Equatable {
  /// The hash of the phone number in E.164 form.
  public var phone: UInt64 = 0
  /// The hash of the email address in folded case.
  public var email: UInt64 = 0

  /// A customer of whom nothing is known.
  public init() {}

  /// True where phone or email agree; false where both are known on both sides and neither does;
  /// nil where too little is known to tell: people have more than one phone and one address.
  public func matches(_ other: Customer) -> Bool? {
    let phones = phone != 0 && other.phone != 0
    let emails = email != 0 && other.email != 0
    if phones && phone == other.phone || emails && email == other.email { return true }
    return phones && emails ? false : nil
  }
}
