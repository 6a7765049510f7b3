/// A plain recursive reading of RFC 8259, as slow and obvious as can be, to hold the scanner to.
struct JSONReference {
  private let bytes: [UInt8]
  private var offset = 0

  /// Whether the bytes are one JSON object with nothing but white space around it.
  static func isObject(_ bytes: [UInt8]) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    var reader = JSONReference(bytes: bytes)
    reader.space()
    guard reader.peek == UInt8(ascii: "{"), reader.value(0) else { return false }
    reader.space()
    return reader.offset == bytes.count
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func take(_ character: Character) -> Bool {
    guard peek == character.asciiValue else { return false }
    offset += 1
    return true
  }

  private mutating func space() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
  }

  private mutating func value(_ depth: Int) -> Bool {
    guard depth <= 600 else { return false }
    switch peek {
    case UInt8(ascii: "{"): return container("}", depth) { $0.string() && $0.colon() }
    case UInt8(ascii: "["): return container("]", depth) { _ in true }
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return number()
    }
  }

  private mutating func container(
    _ close: Character,
    _ depth: Int,
    _ key: (inout JSONReference) -> Bool
  ) -> Bool {
    offset += 1
    space()
    if take(close) { return true }
    repeat {
      space()
      guard key(&self) else { return false }
      space()
      guard value(depth + 1) else { return false }
      space()
    } while take(",")
    return take(close)
  }

  private mutating func colon() -> Bool {
    space()
    return take(":")
  }

  private mutating func word(_ text: String) -> Bool { text.allSatisfy { take($0) } }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    while let byte = peek {
      offset += 1
      if byte == UInt8(ascii: "\"") { return true }
      if byte < 0x20 { return false }
      if byte == UInt8(ascii: "\\"), !escape() { return false }
    }
    return false
  }

  private mutating func escape() -> Bool {
    guard let byte = peek else { return false }
    offset += 1
    if byte == UInt8(ascii: "u") {
      for _ in 0..<4 {
        guard let digit = peek, Character(UnicodeScalar(digit)).isHexDigit else { return false }
        offset += 1
      }
      return true
    }
    return "\"\\/bfnrt".utf8.contains(byte)
  }

  private mutating func number() -> Bool {
    _ = take("-")
    if !take("0"), !digits() { return false }
    if take("."), !digits() { return false }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = offset
    while let byte = peek, (0x30...0x39).contains(byte) { offset += 1 }
    return offset > start
  }
}
