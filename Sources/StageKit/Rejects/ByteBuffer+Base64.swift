public import Wire

extension ByteBuffer {
  /// Appends bytes in Base64 (RFC 4648, section 4), with padding.
  public mutating func append(base64 bytes: ByteView) {
    let alphabet = ByteView("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let held = min(3, bytes.count - start)
      var group = 0
      for index in 0..<3 {
        group = group << 8 | (index < held ? Int(bytes[start + index]) : 0)
      }
      for position in 0..<4 {
        append(position <= held ? alphabet[group >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
      }
    }
  }

  /// Appends the bytes that base64 text stands for; false where it is none.
  mutating func append(decodingBase64 text: ByteView) -> Bool {
    guard text.count % 4 == 0 else { return false }
    var offset = 0
    while offset < text.count {
      var group: UInt32 = 0
      var padding = 0
      for index in offset..<offset + 4 {
        let value = Self.base64Value(text[index])
        if text[index] == UInt8(ascii: "="), index >= offset + 2, offset + 4 == text.count {
          padding += 1
        }
        guard let bits = value ?? (padding > 0 ? 0 : nil) else { return false }
        group = group << 6 | bits
      }
      for shift in [16, 8, 0].prefix(3 - padding) {
        append(UInt8(truncatingIfNeeded: group >> UInt32(shift)))
      }
      offset += 4
    }
    return true
  }

  private static func base64Value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
