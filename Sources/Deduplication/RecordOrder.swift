public import Wire

/// Which of two values of an ordering field comes later.
public enum RecordOrder {
  /// A value of the ordering field of a record, in the most exact form that it has.
  public enum Value: Equatable {
    /// No value: it is before every other.
    case unknown
    /// A time.
    case time(Timestamp)
    /// A number.
    case number(ExactDecimal)
    /// Any other text, in the order of its bytes.
    case text([UInt8])
  }

  /// The value of a member of a record.
  public static func value(of member: JSONMember, in line: ByteView) -> Value {
    switch member.kind {
    case .null, .object, .array: return .unknown
    case .number:
      return ExactDecimal(member.value(in: line)).map { .number($0) }
        ?? .text(member.value(in: line).array)
    case .true, .false: return .text(member.value(in: line).array)
    case .string:
      var text = ByteBuffer()
      _ = JSONString.decode(member.stringBody(in: line), into: &text)
      if let time = Timestamp(text.view, assumingUTC: true) { return .time(time) }
      if let number = ExactDecimal(text.view) { return .number(number) }
      return .text(text.view.array)
    }
  }

  /// Whether the first value is before the second; times before numbers before other text.
  public static func isBefore(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.time(let one), .time(let other)): one < other
    case (.number(let one), .number(let other)): one < other
    case (.text(let one), .text(let other)): one.lexicographicallyPrecedes(other)
    default: rank(left) < rank(right)
    }
  }

  private static func rank(_ value: Value) -> Int {
    switch value {
    case .unknown: 0
    case .time: 1
    case .number: 2
    case .text: 3
    }
  }
}
