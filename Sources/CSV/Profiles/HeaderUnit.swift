import Wire

/// The unit that stands in parentheses or brackets behind a header: `Revenue (CAD, net)`,
/// `Revenue [USD]`, `Bounce Rate (%)`, `Amount (in cents)`.
///
/// What else stands there says nothing, and so do two currencies: then it is not known which it is.
struct HeaderUnit {
  /// The currency that it names for certain.
  private(set) var currency: CurrencyCode?
  /// A sign that several currencies share.
  private(set) var sign: SharedSign?
  private(set) var isPercent = false
  private(set) var isCents = false

  /// Reads the unit of a header.
  init(_ header: String) {
    var currencies: Set<CurrencyCode> = []
    for text in HeaderName.allInParentheses(header) {
      for part in text.split(whereSeparator: { ",;/|".contains($0) }) {
        let words = part.split(whereSeparator: \.isWhitespace).map(String.init)
          .filter { !Self.qualifiers.contains($0.lowercased()) }
        // Of words that mean something else one may happen to be a code: `ALL channels`.
        let units = words.map(HeaderWord.init)
        guard !units.contains(.other) else { continue }
        for unit in units { take(unit, &currencies) }
      }
    }
    if currencies.count == 1 { currency = currencies.first }
  }

  private mutating func take(_ word: HeaderWord, _ currencies: inout Set<CurrencyCode>) {
    switch word {
    case .percent: isPercent = true
    case .cents: isCents = true
    case .currency(let code): currencies.insert(code)
    case .sign(let shared): sign = shared
    case .other: break
    }
  }

  /// Words beside a unit that say more of the amount.
  private static let qualifiers: Set<String> = [
    "in", "net", "gross", "incl", "incl.", "including", "excl", "excl.", "excluding", "inc", "ex",
    "tax", "taxes", "vat", "gst", "before", "after", "refunds", "returns", "discounts", "shipping",
    "currency", "amount", "and", "of",
  ]
}

/// One word of the unit of a header.
private enum HeaderWord: Equatable {
  case percent
  case cents
  case currency(CurrencyCode)
  case sign(SharedSign)
  case other

  init(_ word: String) {
    let small = word.lowercased()
    switch small {
    case "%", "percent", "in%", "inpercent": self = .percent
    case "cents", "cent", "incents", "¢": self = .cents
    default:
      let known = Self.writtenSmall.contains(small) ? small.uppercased() : word
      let code = NumberText.code(ofSign: word) ?? Self.withoutDollar(known)
      if Self.codes.contains(code), let currency = CurrencyCode(capitals: code.utf8) {
        self = .currency(currency)
      } else if let sign = SharedSign(small.utf8) {
        self = .sign(sign)
      } else {
        self = .other
      }
    }
  }

  /// Codes that are no words, so that they are known in small letters as well.
  private static let writtenSmall: Set<String> = [
    "usd", "eur", "gbp", "cad", "aud", "nzd", "chf", "jpy", "mxn", "sek", "nok", "dkk",
  ]

  /// `USD$` and `$USD` are dollars of one kind.
  private static func withoutDollar(_ word: String) -> String {
    let bare = word.filter { $0 != "$" }
    guard bare.count < word.count, let code = CurrencyCode(capitals: bare.utf8),
      SharedSign.dollar.allows(code)
    else { return word }
    return bare
  }

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
