public import Wire

/// A currency code of ISO 4217: three letters.
@frozen
public struct CurrencyCode: Sendable, Hashable {
  /// The upper-case letters, the first in the highest byte.
  public let packed: UInt32

  /// Takes the packed letters back.
  init(packed: UInt32) { self.packed = packed }

  /// Reads three letters in either case; nil for anything else.
  public init?(_ text: ByteView) {
    guard text.count == 3 else { return nil }
    var value: UInt32 = 0
    for index in 0..<3 {
      let letter = text[index] & 0xDF
      guard letter >= 0x41, letter <= 0x5A, text[index] >= 0x41 else { return nil }
      value = value << 8 | UInt32(letter)
    }
    packed = value
  }
}
