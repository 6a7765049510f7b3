import Wire

/// Remembers the decimals of the currency that was asked for last: it is nearly always the same.
struct CurrencyDecimals {
  private var currency: CurrencyCode?
  /// The decimals of the currency that was asked for last.
  private(set) var known = 2

  /// True for the currency that was asked for last.
  @inline(__always)
  func isKnown(_ other: CurrencyCode) -> Bool { other == currency }

  /// The decimals of a currency; two where it is unknown.
  @inline(__always)
  mutating func of(_ other: CurrencyCode?) -> Int {
    if other != currency {
      currency = other
      known = other?.decimals ?? 2
    }
    return known
  }
}

extension CurrencyCode {
  /// The code as text.
  var text: String { String(decoding: letters, as: UTF8.self) }
}
