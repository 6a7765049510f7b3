import StageKit
import Wire

/// A place in a policy.
typealias PolicyPath<Value> = any WritableKeyPath<StorePolicy, Value> & Sendable

extension Setting {
  private static let zoneValues = "the IANA name of a timezone, such as America/New_York"
  private static let callingCodeValues = "a country calling code, such as 1 or 44, or none"
  private static let amountValues = "an amount of 0 or more, such as 0.01"
  private static let textsValues = "a list of texts with commas between, or a JSON array of them"

  /// A setting whose value a document has as the text of the command line.
  private static func text<Value: OptionValue>(
    _ name: String,
    _ path: PolicyPath<Value>,
    _ permitted: String,
    _ column: Column,
    absent: String? = nil
  ) -> Setting {
    Setting(
      name: name,
      permitted: permitted,
      column: column,
      json: { policy in
        guard let text = policy[keyPath: path].optionText, text != absent else { return .null }
        return .string(text)
      },
      text: { $0[keyPath: path].optionText ?? absent ?? "" },
      readJSON: { (policy, value) throws(InvalidValue) in
        guard let text = value == .null ? absent : value.string else {
          throw wrong(permitted)
        }
        policy[keyPath: path] = try Value(optionText: text)
      },
      readText: { (policy, text) throws(InvalidValue) in
        policy[keyPath: path] = try Value(optionText: text)
      }
    )
  }

  static func choice<Value: OptionValue>(_ name: String, _ path: PolicyPath<Value>) -> Setting {
    text(name, path, "one of \(Value.choices.joined(separator: ", "))", .plain("text"))
  }

  static func window(_ name: String, _ path: PolicyPath<AttributionWindow>) -> Setting {
    text(name, path, "a time span such as 90m, 24h or 7d, or any", .interval, absent: "any")
  }

  /// Whether there is such a zone, the warehouse knows.
  static func zone(_ name: String, _ path: PolicyPath<TimezoneName>) -> Setting {
    Setting(
      name: name,
      permitted: zoneValues,
      column: .plain("text"),
      json: { .string($0[keyPath: path].text) },
      text: { $0[keyPath: path].text },
      readJSON: { (policy, value) throws(InvalidValue) in
        guard let text = value.string, !text.isEmpty else { throw wrong(zoneValues) }
        policy[keyPath: path] = TimezoneName(text)
      },
      readText: { (policy, text) throws(InvalidValue) in
        guard !text.isEmpty else { throw wrong(zoneValues) }
        policy[keyPath: path] = TimezoneName(text)
      }
    )
  }

  static func callingCode(_ name: String, _ path: PolicyPath<CallingCode>) -> Setting {
    Setting(
      name: name,
      permitted: callingCodeValues,
      column: .plain("text"),
      json: { $0[keyPath: path].optionText.map { .string($0) } ?? .null },
      text: { $0[keyPath: path].optionText ?? "none" },
      readJSON: { (policy, value) throws(InvalidValue) in
        guard value == .null || value.string != nil else {
          throw wrong(callingCodeValues)
        }
        policy[keyPath: path] = try value.string.map(CallingCode.init(optionText:)) ?? CallingCode()
      },
      readText: { (policy, text) throws(InvalidValue) in
        policy[keyPath: path] = text == "none" ? CallingCode() : try CallingCode(optionText: text)
      }
    )
  }

  static func flag(_ name: String, _ path: PolicyPath<Bool>) -> Setting {
    Setting(
      name: name,
      permitted: "true or false",
      column: .plain("boolean"),
      json: { .bool($0[keyPath: path]) },
      text: { $0[keyPath: path] ? "true" : "false" },
      readJSON: { (policy, value) throws(InvalidValue) in
        guard let flag = value.bool else { throw InvalidValue("is neither true nor false") }
        policy[keyPath: path] = flag
      },
      readText: { (policy, text) throws(InvalidValue) in
        policy[keyPath: path] = try Bool(optionText: text)
      }
    )
  }

  static func amount(_ name: String, _ path: PolicyPath<ExactDecimal>) -> Setting {
    Setting(
      name: name,
      permitted: amountValues,
      column: .plain("numeric"),
      json: { .number($0[keyPath: path].text) },
      text: { $0[keyPath: path].text },
      readJSON: { (policy, value) throws(InvalidValue) in
        guard case .number(let text) = value else { throw wrong(amountValues) }
        policy[keyPath: path] = try amount(text)
      },
      readText: { (policy, text) throws(InvalidValue) in
        policy[keyPath: path] = try amount(text)
      }
    )
  }

  private static func amount(_ text: String) throws(InvalidValue) -> ExactDecimal {
    guard let number = ExactDecimal(text), number >= .zero else { throw wrong(amountValues) }
    return number
  }

  /// A list of texts, comma-separated on the command line, or a JSON array there too; `empty` is how
  /// a document has an empty one, and the word how the command line has it.
  static func texts(
    _ name: String,
    _ path: PolicyPath<[String]>,
    none word: String,
    json empty: JSONValue
  ) -> Setting {
    Setting(
      name: name,
      permitted: "\(textsValues), or \(word)",
      column: .texts,
      json: { policy in
        let items = policy[keyPath: path]
        return items.isEmpty ? empty : .array(items.map { .string($0) })
      },
      text: { policy in
        let items = policy[keyPath: path]
        let isPlain = items.allSatisfy { item in
          !item.contains(",") && item.first != "[" && item == item.trimmed && item != word
        }
        if items.isEmpty { return word }
        return isPlain
          ? items.joined(separator: ",") : JSONValue.array(items.map { .string($0) }).text
      },
      readJSON: { (policy, value) throws(InvalidValue) in
        policy[keyPath: path] = value == empty ? [] : try texts(value)
      },
      readText: { (policy, text) throws(InvalidValue) in
        policy[keyPath: path] = text == word || text == "[]" ? [] : try texts(text)
      }
    )
  }

  private static func texts(_ value: JSONValue) throws(InvalidValue) -> [String] {
    let items = value.array?.compactMap(\.string) ?? []
    guard !items.isEmpty, items.count == value.array?.count, !items.contains("") else {
      throw wrong(textsValues)
    }
    return items
  }

  private static func texts(_ text: String) throws(InvalidValue) -> [String] {
    if text.first == "[" {
      guard let value = try? JSONValue(parsing: text) else { throw wrong(textsValues) }
      return try texts(value)
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    return try texts(.array(parts.map { .string(String($0).trimmed) }))
  }
}

extension String {
  /// The text without spaces at its ends.
  var trimmed: String { withView { $0.trimmed.text } }
}
