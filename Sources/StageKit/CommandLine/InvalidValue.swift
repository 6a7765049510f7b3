/// What is wrong with an option's value, said without the value: "is not a whole number".
///
/// The sentence completes "--option: "value" …", so it starts with a verb and names what would be
/// accepted.
public struct InvalidValue: Error, Sendable, Equatable {
  /// The end of the sentence.
  public let reason: String

  /// Makes an error from the end of the sentence.
  public init(_ reason: String) { self.reason = reason }
}
