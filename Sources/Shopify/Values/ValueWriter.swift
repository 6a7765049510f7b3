import StageKit
import Wire

/// Writes values of the Admin API as those of `shopify_orders`.
enum ValueWriter {
  /// Appends the JSON of a value of a kind; `null` where there is none.
  ///
  /// - Returns: false where it wrote `null`.
  static func write(
    _ value: JSONView,
    _ kind: OrderColumn.ColumnKind,
    _ field: String,
    to output: inout ByteBuffer
  ) throws(RecordFault) -> Bool {
    switch kind {
    case .identifier: return write(try ValueReader.identifier(value, field), to: &output)
    case .text: return write(try ValueReader.text(value, field), to: &output)
    case .word: return write(word: try ValueReader.text(value, field), to: &output)
    case .time:
      guard let time = try ValueReader.time(value, field) else { break }
      output.append(UInt8(ascii: "\""))
      time.write(to: &output)
      output.append(UInt8(ascii: "\""))
      return true
    case .boolean: return try write(boolean: value, field, to: &output)
    case .currency:
      guard let code = try ValueReader.currency(value, field) else { break }
      write(code, to: &output)
      return true
    case .money, .total, .deduction:
      var number =
        kind == .total ? try ValueReader.total(value, field) : try ValueReader.decimal(value, field)
      if kind == .deduction { number = number?.magnitude }
      guard let number else { break }
      number.write(to: &output)
      return true
    case .utm: return try write(utm: value, field, to: &output)
    case .list, .codes, .joined, .pairs:
      return try ListWriter.write(value, kind, field, to: &output)
    }
    output.append("null")
    return false
  }

  /// The parameters of a visit's address.
  static let utmMembers = ["source", "medium", "campaign", "content", "term"]

  private static func write(
    utm value: JSONView,
    _ field: String,
    to output: inout ByteBuffer
  ) throws(RecordFault) -> Bool {
    if value.kind != .null, value.kind != .object {
      throw ValueReader.fault(.wrongType, "is not an object of UTM parameters", value, field)
    }
    var isFirst = true
    for name in utmMembers {
      guard let member = value.member(name),
        let text = try ValueReader.text(member, "\(field).\(name)")
      else { continue }
      output.append(isFirst ? "{\"" : ",\"")
      isFirst = false
      output.append(name)
      output.append("\":")
      _ = write(text, to: &output)
    }
    output.append(isFirst ? "null" : "}")
    return !isFirst
  }

  /// Appends a text as a string, `null` for none.
  static func write(_ text: ByteView?, to output: inout ByteBuffer) -> Bool {
    guard let text else {
      output.append("null")
      return false
    }
    output.append(UInt8(ascii: "\""))
    output.append(text)
    output.append(UInt8(ascii: "\""))
    return true
  }

  private static func write(word: ByteView?, to output: inout ByteBuffer) -> Bool {
    guard let word else {
      output.append("null")
      return false
    }
    output.append(UInt8(ascii: "\""))
    for index in 0..<word.count {
      let byte = word[index]
      let isCapital = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      output.append(isCapital ? byte | 0x20 : byte)
    }
    output.append(UInt8(ascii: "\""))
    return true
  }

  private static func write(
    boolean value: JSONView,
    _ field: String,
    to output: inout ByteBuffer
  ) throws(RecordFault) -> Bool {
    switch value.kind {
    case .true, .false, .null: output.append(value.bytes)
    default: throw ValueReader.fault(.invalidBoolean, "is neither true nor false", value, field)
    }
    return value.kind != .null
  }

  /// Appends the mark of a record that its source has deleted; nothing where it has not.
  static func write(
    deletedAt value: JSONView,
    to output: inout ByteBuffer
  ) throws(RecordFault) {
    guard let time = try ValueReader.text(value, OrderStreams.deletedAt) else { return }
    output.append(",\"")
    output.append(OrderStreams.deletedAt)
    output.append("\":")
    _ = write(time, to: &output)
  }

  /// Appends a currency as a string.
  static func write(_ code: CurrencyCode, to output: inout ByteBuffer) {
    output.append(UInt8(ascii: "\""))
    output.append(code.letters)
    output.append(UInt8(ascii: "\""))
  }
}
