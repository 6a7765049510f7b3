public import StageKit

/// The type that a user declares for a column of a generic profile.
public struct DeclaredType: OptionValue {
  /// The column's name in the header.
  public let column: String
  /// What its cells hold.
  public let type: ValueType

  /// Reads `COLUMN=TYPE`.
  public init(optionText: String) throws(InvalidValue) {
    let types: [ValueType] = [.text, .number, .integer, .boolean, .date, .timestamp]
    guard let equals = optionText.lastIndex(of: "="), equals > optionText.startIndex,
      let type = ValueType(rawValue: String(optionText[optionText.index(after: equals)...])),
      types.contains(type)
    else {
      throw InvalidValue(
        "is not COLUMN=TYPE with a type of \(types.map(\.rawValue).joined(separator: ", "))"
      )
    }
    column = String(optionText[..<equals])
    self.type = type
  }

  /// The same as it is read.
  public var optionText: String? { "\(column)=\(type.rawValue)" }
}
