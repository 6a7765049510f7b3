internal import Wire

extension ByteBuffer {
  /// Appends bytes in Base64 (RFC 4648, section 4), with padding.
  mutating func append(base64 bytes: ByteView) {
    let alphabet = ByteView("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let held = min(3, bytes.count - start)
      var group = 0
      for index in 0..<3 {
        group = group << 8 | (index < held ? Int(bytes[start + index]) : 0)
      }
      for position in 0..<4 {
        append(position <= held ? alphabet[group >> (18 - 6 * position) & 63] : 0x3D)
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
        if text[index] == 0x3D, index >= offset + 2, offset + 4 == text.count { padding += 1 }
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
    case 0x41...0x5A: UInt32(byte - 0x41)
    case 0x61...0x7A: UInt32(byte - 0x61 + 26)
    case 0x30...0x39: UInt32(byte - 0x30 + 52)
    case 0x2B: 62
    case 0x2F: 63
    default: nil
    }
  }
}
