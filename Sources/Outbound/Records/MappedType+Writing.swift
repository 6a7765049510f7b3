import StageKit
import Wire

extension MappedType {
  /// Appends a value that is not null as JSON of this type.
  ///
  /// The text is the decoded one of a string, else the value as JSON. Of a subscriber, decimals and
  /// booleans become text, since its properties are texts, whole numbers, dates and arrays of texts.
  ///
  /// - Throws: ``RecordFault`` where the value is not of this type: it is never bent into one.
  func write(
    _ text: ByteView,
    _ kind: JSONKind,
    isOfSubscriber: Bool,
    _ moments: inout MomentReader,
    to output: inout ByteBuffer
  ) throws(RecordFault) {
    switch self {
    case .string:
      guard kind == .string || kind == .number else { throw .of(.invalidText, "is not text", text) }
      output.appendJSONString(text)
    case .integer: try Self.integer(text, kind, &output)
    case .number where !isOfSubscriber: try Self.decimal(text, kind).write(to: &output)
    case .number, .money: output.appendJSONString(try Self.decimal(text, kind).text)
    case .boolean: try Self.boolean(text, kind, asText: isOfSubscriber, &output)
    case .date:
      guard kind == .string else { throw .of(.invalidDate, "is not a day", text) }
      if CivilDate(text.trimmed) != nil { return output.appendJSONString(text.trimmed) }
      output.appendJSONString(try moments.read(text).text)
    case .datetime:
      guard kind == .string else { throw .of(.invalidTime, "is not a time", text) }
      output.appendJSONString(try moments.read(text).text)
    case .strings: try Self.strings(text, kind, &output)
    case .any:
      if kind == .string { output.appendJSONString(text) } else { output.append(text) }
    }
  }

  private static func integer(
    _ text: ByteView,
    _ kind: JSONKind,
    _ output: inout ByteBuffer
  ) throws(RecordFault) {
    guard kind == .string || kind == .number, let number = ExactDecimal(text.trimmed),
      let whole = number.whole
    else { throw .of(.invalidInteger, "is not a whole number", text) }
    whole.write(to: &output)
  }

  private static func decimal(
    _ text: ByteView,
    _ kind: JSONKind
  ) throws(RecordFault) -> ExactDecimal {
    guard kind == .string || kind == .number, let number = ExactDecimal(text.trimmed) else {
      throw .of(.invalidNumber, "is not a decimal number", text)
    }
    return number
  }

  private static func boolean(
    _ text: ByteView,
    _ kind: JSONKind,
    asText: Bool,
    _ output: inout ByteBuffer
  ) throws(RecordFault) {
    let isTrue = text.trimmed.equalsFolded("true")
    guard [.true, .false, .string].contains(kind), isTrue || text.trimmed.equalsFolded("false")
    else { throw .of(.invalidBoolean, "is neither true nor false", text) }
    let word: StaticString = isTrue ? "true" : "false"
    if asText { output.appendJSONString(ByteView(word)) } else { output.append(word) }
  }

  private static func strings(
    _ text: ByteView,
    _ kind: JSONKind,
    _ output: inout ByteBuffer
  ) throws(RecordFault) {
    guard kind == .array, let items = try? JSONValue(parsing: text).array,
      items.allSatisfy({ $0.string != nil })
    else { throw .of(.invalidList, "is not an array of texts", text) }
    JSONValue.array(items).write(to: &output)
  }
}

extension ExactDecimal {
  /// The number without its zeros behind the point; nil where there are other digits behind it.
  fileprivate var whole: ExactDecimal? {
    var rest = coefficient
    for _ in 0..<scale {
      guard rest % 10 == 0 else { return nil }
      rest /= 10
    }
    return ExactDecimal(coefficient: rest, scale: 0)
  }
}

extension RecordFault {
  /// A fault of a value.
  fileprivate static func of(_ code: RejectCode, _ reason: String, _ text: ByteView) -> RecordFault
  {
    RecordFault(code, reason, value: text.text)
  }
}
