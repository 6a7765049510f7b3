import StageKit
import Wire

/// The type of a property as Postscript chooses it, by the first value that it is sent.
public enum PropertyKind: String, Sendable, CaseIterable {
  /// Text, days and times among it.
  case text
  /// A whole number.
  case integer
  /// A number with a fraction: in events only.
  case float
  /// True or false: in events only.
  case boolean
  /// A list of texts: of subscribers only.
  case list

  /// The kinds that a stream can carry: what is published of it, and nothing more.
  static func permitted(in stream: SenderStream) -> [PropertyKind] {
    stream == .events ? [.text, .integer, .float, .boolean] : [.text, .integer, .list]
  }

  /// The kind that a JSON Schema of a property declares; nil where it leaves that open.
  init?(schema: JSONValue) {
    let types = schema["type"]?.array?.compactMap(\.string) ?? [schema["type"]?.string ?? ""]
    switch types.filter({ $0 != "null" }) {
    case ["string"]: self = .text
    case ["integer"]: self = .integer
    case ["number"]: self = .float
    case ["boolean"]: self = .boolean
    case ["array"]: self = .list
    default: return nil
    }
  }

  /// The kind of a value by itself; nil for null, objects, and lists of anything but texts.
  init?(_ value: JSONValue) {
    switch value {
    case .string: self = .text
    case .bool: self = .boolean
    case .array(let items):
      guard items.allSatisfy({ $0.string != nil }) else { return nil }
      self = .list
    case .number(let text): self = PropertyKind.wholeNumber(text) == nil ? .float : .integer
    case .null, .object: return nil
    }
  }

  /// The digits of a number without a fraction, `5.0` and `5e0` among them; nil for any other.
  static func wholeNumber(_ text: String) -> String? {
    guard let number = ExactDecimal(text) else { return nil }
    var (value, scale) = (number.coefficient, number.scale)
    while scale > 0, value % 10 == 0 { (value, scale) = (value / 10, scale - 1) }
    return scale == 0 ? String(value) : nil
  }

  /// A value in the form that this kind has; nil where it is of another kind.
  ///
  /// Whole numbers lose an empty fraction, and get one where the property's numbers have fractions; a
  /// number for a text, and digits in a text for a number, are taken where the kind was declared.
  func form(of value: JSONValue, isDeclared: Bool) -> JSONValue? {
    switch (self, value) {
    case (.text, .string), (.boolean, .bool): return value
    case (.list, .array): return PropertyKind(value) == .list ? value : nil
    case (.text, .number(let text)): return isDeclared ? .string(text) : nil
    case (.integer, .number(let text)): return PropertyKind.wholeNumber(text).map { .number($0) }
    case (.integer, .string(let text)):
      return isDeclared ? PropertyKind.wholeNumber(text).map { .number($0) } : nil
    case (.float, .number(let text)):
      return PropertyKind(value) == .integer && !text.contains(where: { ".eE".contains($0) })
        ? .number(text + ".0") : value
    default: return nil
    }
  }
}
