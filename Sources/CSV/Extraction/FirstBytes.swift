import Wire

/// The bytes with which a row may begin that is none, so that a look at one byte passes over all others.
struct FirstBytes {
  /// A bit for each byte below 64, and for each from there up to 127.
  private var bits: (low: UInt64, high: UInt64) = (0, 0)

  /// The bytes of a blank cell's end, and those with which headers begin, where a row may be one.
  init(delimiter: UInt8, _ headerRows: HeaderRows?) {
    for byte in 0..<UInt8(0x80) where byte.mayBeInvisible { add(byte) }
    add(delimiter)
    add(UInt8(ascii: "\""))
    for first in headerRows?.written.compactMap(\.first) ?? [] {
      add(first)
      if first &- UInt8(ascii: "a") < 26 { add(first & ~0x20) }
    }
  }

  private mutating func add(_ byte: UInt8) {
    if byte >= 0x80 { return }
    let bit = UInt64(1) << UInt64(byte & 63)
    if byte & 64 == 0 { bits.low |= bit } else { bits.high |= bit }
  }

  /// True for one of the bytes, and for all beyond ASCII.
  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    let half = byte & 64 == 0 ? bits.low : bits.high
    return byte >= 0x80 || half &>> UInt64(byte & 63) & 1 != 0
  }
}
