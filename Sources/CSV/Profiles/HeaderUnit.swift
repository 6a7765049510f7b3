import Wire

/// The unit that stands in parentheses behind a header: `Revenue (CAD)`, `Bounce Rate (%)`,
/// `Amount (in cents)`.
enum HeaderUnit: Equatable {
  case currency(CurrencyCode)
  case percent
  case cents

  /// Reads the unit of a header; nil where it has none, or a word that is none.
  init?(_ header: String) {
    guard let unit = HeaderName.inParentheses(header) else { return nil }
    switch unit.lowercased() {
    case "%", "percent", "inpercent", "in%": self = .percent
    case "cents", "incents", "cent", "¢": self = .cents
    case let word:
      let own = unit.hasPrefix("in") ? String(unit.dropFirst(2)) : unit
      let letters = Self.otherNames[word] ?? own
      guard Self.codes.contains(letters), let code = CurrencyCode(capitals: letters.utf8) else {
        return nil
      }
      self = .currency(code)
    }
  }

  private static let otherNames = [
    "€": "EUR", "ineur": "EUR", "£": "GBP", "ingbp": "GBP", "us$": "USD", "inusd": "USD",
  ]

  /// ISO 4217's codes of money in use: other words of three capitals, such as `SMS` or `UTC`, are units of
  /// something else.
  private static let codes: Set<String> = Set(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS \
    GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW \
    KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD \
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD \
    SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES \
    VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split(separator: " ").map(String.init)
  )
}
