import StageKit
import Wire

extension ColumnEncoder {
  /// A number, or a string that holds one and nothing else.
  @inline(__always)
  @_lifetime(copy line)
  private func numberText(_ member: JSONMember, _ line: ByteView) -> ByteView? {
    switch member.kind {
    case .number: return member.value(in: line)
    case .string where !member.valueEscaped: return member.stringBody(in: line)
    default: return nil
    }
  }

  func encodeNumeric(
    _ member: JSONMember,
    _ line: ByteView,
    _ output: inout ByteBuffer
  ) -> RecordFault? {
    guard let text = numberText(member, line), let number = DecimalText(text) else {
      return .notANumber(member.value(in: line))
    }
    guard number.fitsNumeric else {
      return .range(of: .numeric, member.value(in: line))
    }
    return output.appendField {
      number.writeNumeric(to: &$0)
      return nil
    }
  }

  func encodeInteger(
    _ member: JSONMember,
    _ line: ByteView,
    _ output: inout ByteBuffer
  ) -> RecordFault? {
    guard let text = numberText(member, line), let number = DecimalText(text) else {
      return .notAWholeNumber(member.value(in: line))
    }
    guard number.isWhole else { return .notAWholeNumber(member.value(in: line)) }
    guard let value = number.integer else {
      return .range(of: type, member.value(in: line))
    }
    if type == .bigint {
      output.append(field: value)
    } else if let small = Int32(exactly: value) {
      output.append(bigEndian: Int32(4))
      output.append(bigEndian: small)
    } else {
      return .range(of: .integer, member.value(in: line))
    }
    return nil
  }
}
