import Wire

/// A 128-bit name of a record or of a person in the journal: no text of either is kept there.
public struct RecordKey: Sendable, Hashable {
  /// The first half.
  public let high: UInt64
  /// The second half.
  public let low: UInt64

  /// The key of a text of some sort.
  public init(_ sort: String, _ text: String) {
    var (one, two) = (FNV1a(), FNV1a())
    two.add(0xA5)
    for part in [sort, text] {
      part.withView { view in
        one.add(view)
        // Two walks over the same bytes in other orders share no collisions.
        for offset in stride(from: view.count - 1, through: 0, by: -1) { two.add(view[offset]) }
      }
      one.add(0)
      two.add(0)
    }
    high = one.value
    low = two.value
  }

  /// Reads 32 hexadecimal digits; nil for anything else.
  public init?(hexadecimal text: String) {
    guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
      let low = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.high = high
    self.low = low
  }

  /// The key as 32 hexadecimal digits.
  public var hexadecimal: String { RecordKey.hexadecimal(high) + RecordKey.hexadecimal(low) }

  /// A word as sixteen hexadecimal digits.
  static func hexadecimal(_ word: UInt64) -> String {
    var hash = FNV1a()
    hash.value = word
    return hash.hexadecimal
  }
}
