/// The text of a value of a key: the same for every way to write the same value, and for a number and a
/// string with the same text, since a warehouse column makes them so.
public enum KeyText {
  /// Appends the text of a value: a string without its escapes, a number without needless zeros.
  ///
  /// - Returns: false, and nothing is appended, where the value is null or nested.
  public static func write(
    _ member: JSONMember,
    in line: ByteView,
    to output: inout ByteBuffer
  ) -> Bool {
    switch member.kind {
    case .string: _ = JSONString.decode(member.stringBody(in: line), into: &output)
    case .number: write(number: member.value(in: line), to: &output)
    case .true, .false: output.append(member.value(in: line))
    case .null, .object, .array: return false
    }
    return true
  }

  /// Appends a number without needless zeros; as written where it has more than 38 digits.
  private static func write(number text: ByteView, to output: inout ByteBuffer) {
    guard let value = ExactDecimal(text) else { return output.append(text) }
    var coefficient = value.coefficient
    var scale = value.scale
    while scale > 0, coefficient % 10 == 0 {
      coefficient /= 10
      scale -= 1
    }
    ExactDecimal(coefficient: coefficient, scale: scale).write(to: &output)
  }
}
