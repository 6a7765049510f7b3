import Wire

/// A sign of money that several currencies share: it names none of them, but rules out all others.
enum SharedSign: Sendable {
  case dollar
  case yen
  case krone

  /// Reads `$`, `¥` or `kr`; nil for any other.
  init?(_ sign: some Sequence<UInt8>) {
    if sign.elementsEqual("$".utf8) {
      self = .dollar
    } else if sign.elementsEqual("¥".utf8) {
      self = .yen
    } else if sign.elementsEqual("kr".utf8) || sign.elementsEqual("kr.".utf8) {
      self = .krone
    } else {
      return nil
    }
  }

  /// False for a currency that is never written with the sign.
  func allows(_ currency: CurrencyCode) -> Bool {
    let codes: Set<String> =
      switch self {
      // Pesos have it, too, and some write the real so.
      case .dollar: Self.dollars
      case .yen: ["CNY", "JPY"]
      case .krone: ["DKK", "ISK", "NOK", "SEK"]
      }
    return codes.contains(currency.text)
  }

  private static let dollars: Set<String> = [
    "ARS", "AUD", "BBD", "BMD", "BND", "BRL", "BSD", "BZD", "CAD", "CLP", "COP", "CUP", "CVE",
    "DOP", "FJD", "GYD", "HKD", "JMD", "KYD", "LRD", "MOP", "MXN", "NAD", "NIO", "NZD", "SBD",
    "SGD", "SRD", "TOP", "TTD", "TWD", "USD", "UYU", "WST", "XCD",
  ]
}
