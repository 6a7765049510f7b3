/// A currency code of ISO 4217: three letters.
@frozen
public struct CurrencyCode: Sendable, Hashable {
  /// The upper-case letters, the first in the highest byte.
  public let packed: UInt32

  /// Takes the packed letters back.
  @inlinable
  public init(packed: UInt32) { self.packed = packed }

  /// Reads three letters in either case; nil for anything else.
  @inlinable
  public init?(_ text: ByteView) {
    guard text.count == 3 else { return nil }
    var value: UInt32 = 0
    for index in 0..<3 {
      let letter = text[index] & 0xDF
      guard letter >= UInt8(ascii: "A"), letter <= UInt8(ascii: "Z"),
        text[index] >= UInt8(ascii: "A")
      else { return nil }
      value = value << 8 | UInt32(letter)
    }
    packed = value
  }

  /// Reads three capital letters; nil for anything else.
  public init?(capitals text: some Collection<UInt8>) {
    guard text.count == 3, text.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
    else { return nil }
    packed = text.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The three letters.
  public var letters: [UInt8] {
    [16, 8, 0].map { UInt8(truncatingIfNeeded: packed >> $0) }
  }
}
