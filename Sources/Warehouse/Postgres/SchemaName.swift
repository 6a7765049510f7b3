public import StageKit

/// The name of a schema that PostgreSQL can have.
public struct SchemaName: OptionValue {
  /// The name, not quoted.
  public let text: String

  /// Reads a name of 1 to 63 bytes that is not one of PostgreSQL's own.
  public init(optionText: String) throws(InvalidValue) {
    let length = optionText.utf8.count
    guard (1...63).contains(length), !optionText.utf8.contains(0), !optionText.hasPrefix("pg_")
    else { throw InvalidValue("is not a name of 1 to 63 bytes that does not begin with pg_") }
    text = optionText
  }

  /// The name.
  public var optionText: String? { text }

  private init(_ text: String) { self.text = text }

  /// The schema of every warehouse that is given no other.
  public static let standard = SchemaName("sms")
}
