import Wire

/// Remembers the decimals of the currency that was asked for last: it is nearly always the same.
struct CurrencyDecimals {
  private var currency: CurrencyCode?
  private var decimals = 2

  /// The decimals of a currency; two where it is unknown.
  @inline(__always)
  mutating func of(_ other: CurrencyCode?) -> Int {
    if other != currency {
      currency = other
      decimals = other?.decimals ?? 2
    }
    return decimals
  }
}

extension CurrencyCode {
  /// The code as text.
  var text: String { String(decoding: letters, as: UTF8.self) }
}
