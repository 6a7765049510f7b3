public import Wire

/// The id of a Shopify order: a whole number as a rule, in whatever way it is written.
///
/// `5001`, `"5001"` and `"gid://shopify/Order/5001"` are one id. Anything that is not the plain
/// decimal form of a number that fits in 64 bits is compared as text.
@frozen
public enum OrderID: ~Escapable {
  /// A number from 0.
  case number(Int64)
  /// Any other text.
  case text(ByteView)

  /// Reads an id; nil where the text is blank.
  @_lifetime(copy text)
  public init?(_ text: ByteView) {
    var id = text.trimmed
    if id.count > 20, id[0, 20].equals("gid://shopify/Order/") { id = id[20, id.count] }
    guard id.count > 0 else { return nil }
    if let number = Self.number(id) { self = .number(number) } else { self = .text(id) }
  }

  /// Reads an id where there is one.
  @_lifetime(copy text)
  init?(optional text: ByteView?) {
    guard let text else { return nil }
    self.init(text)
  }

  private static func number(_ text: ByteView) -> Int64? {
    guard text.count < 19, text[0] != UInt8(ascii: "0") || text.count == 1 else { return nil }
    var value: Int64 = 0
    for index in 0..<text.count {
      guard text[index].isDigit else { return nil }
      value = value &* 10 &+ Int64(text[index] &- UInt8(ascii: "0"))
    }
    // 18 digits at most do not wrap.
    assert(value >= 0 && value < 1_000_000_000_000_000_000)
    return value
  }

  /// Appends the id as a JSON string.
  public func write(to output: inout ByteBuffer) {
    switch self {
    case .number(let value):
      output.append(UInt8(ascii: "\""))
      output.append(decimal: Int(value))
      output.append(UInt8(ascii: "\""))
    case .text(let text): output.appendJSONString(text)
    }
  }
}
