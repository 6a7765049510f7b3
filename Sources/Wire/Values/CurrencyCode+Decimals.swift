extension CurrencyCode {
  /// How many decimals amounts of the currency have, by ISO 4217; two unless it says otherwise.
  public var decimals: Int {
    if Self.withoutDecimals.contains(packed) { return 0 }
    if Self.withThreeDecimals.contains(packed) { return 3 }
    return Self.withFourDecimals.contains(packed) ? 4 : 2
  }

  /// The codes of the currencies whose amounts have other than two decimals, with how many they have.
  public static let unusualDecimals = [
    (decimals: 0, codes: listWithout), (decimals: 3, codes: listWithThree),
    (decimals: 4, codes: listWithFour),
  ].map { (decimals: $0.decimals, codes: $0.codes.split(separator: " ").map(String.init)) }

  private static let listWithout =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
  private static let listWithThree = "BHD IQD JOD KWD LYD OMR TND"
  private static let listWithFour = "CLF UYW"

  private static let withoutDecimals = codes(listWithout)
  private static let withThreeDecimals = codes(listWithThree)
  private static let withFourDecimals = codes(listWithFour)

  private static func codes(_ list: String) -> Set<UInt32> {
    Set(list.split(separator: " ").compactMap { CurrencyCode(capitals: $0.utf8)?.packed })
  }
}
