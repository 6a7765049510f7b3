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
}
