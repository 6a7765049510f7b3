extension CurrencyCode {
  /// How many decimals amounts of the currency have, by ISO 4217; two unless it says otherwise.
  public var decimals: Int {
    if Self.withoutDecimals.contains(packed) { return 0 }
    if Self.withThreeDecimals.contains(packed) { return 3 }
    return Self.withFourDecimals.contains(packed) ? 4 : 2
  }

  private static let withoutDecimals = codes(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
  )
  private static let withThreeDecimals = codes("BHD IQD JOD KWD LYD OMR TND")
  private static let withFourDecimals = codes("CLF UYW")

  private static func codes(_ list: String) -> Set<UInt32> {
    Set(list.split(separator: " ").compactMap { CurrencyCode(capitals: $0.utf8)?.packed })
  }
}
