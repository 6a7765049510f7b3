import CSV
import StageKit

/// The name of a profile.
struct ProfileName: OptionValue {
  let name: String

  static var choices: [String] { Profile.all.map(\.name) + ["generic"] }

  init(optionText: String) throws(InvalidValue) {
    guard Self.choices.contains(optionText) else {
      let nearest = NearestName.of(optionText, in: Self.choices)
      let guess = nearest.map { "; did you mean \($0)?" } ?? ""
      throw InvalidValue("is not one of \(Self.choices.joined(separator: ", "))\(guess)")
    }
    name = optionText
  }

  var optionText: String? { name }
}

/// A currency code.
struct CurrencyOption: OptionValue {
  let code: String

  init(optionText: String) throws(InvalidValue) {
    guard optionText.utf8.count == 3, optionText.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
    else { throw InvalidValue("is not an ISO 4217 code: three capital letters, such as USD") }
    code = optionText
  }

  var optionText: String? { code }
}

/// A column and its type.
struct ColumnType: OptionValue {
  let column: String
  let type: ValueType

  init(optionText: String) throws(InvalidValue) {
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

  var optionText: String? { "\(column)=\(type.rawValue)" }
}

/// The character between fields.
struct Delimiter: OptionValue {
  let byte: UInt8

  static let comma = Delimiter(byte: UInt8(ascii: ","))

  private init(byte: UInt8) { self.byte = byte }

  init(optionText: String) throws(InvalidValue) {
    let byte = optionText == "tab" ? 9 : optionText.utf8.first ?? 0
    guard optionText == "tab" || optionText.utf8.count == 1, byte < 0x80,
      byte == 9 || byte > 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\")
    else {
      throw InvalidValue("is not one ASCII character, such as ; or |, and not tab")
    }
    self.byte = byte
  }

  var optionText: String? { byte == 9 ? "tab" : String(UnicodeScalar(byte)) }
}
