public import StageKit
public import Wire

/// The currency of amounts that come without one, by platform.
public struct DefaultCurrencies: Sendable, Equatable {
  /// The entries, by the name of the platform; each platform once.
  public let list: [DefaultCurrency]

  /// Takes entries in; of several of one platform the last counts.
  public init(_ entries: [DefaultCurrency] = []) {
    var codes: [String: CurrencyCode] = [:]
    for entry in entries { codes[entry.platform] = entry.code }
    list = codes.sorted { $0.key < $1.key }.map { platform, code in
      DefaultCurrency(platform: platform, code: code)
    }
  }

  /// The currency of a platform; `shopify` is the shop itself.
  public subscript(_ platform: String) -> CurrencyCode? {
    list.first { $0.platform == platform }?.code
  }
}

/// The currency of one platform's amounts that come without one.
public struct DefaultCurrency: OptionValue, Equatable {
  /// The platform, as `source_system` names it, or `shopify`.
  public let platform: String
  /// The currency.
  public let code: CurrencyCode

  /// Makes an entry.
  public init(platform: String, code: CurrencyCode) {
    self.platform = platform
    self.code = code
  }

  /// Reads `PLATFORM=CODE`.
  public init(optionText: String) throws(InvalidValue) {
    let parts = optionText.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty,
      let code = CurrencyCode(capitals: parts[1].utf8)
    else {
      throw InvalidValue("is not a platform with a currency code of ISO 4217, such as shopify=USD")
    }
    self.init(platform: String(parts[0]), code: code)
  }

  /// The entry as `PLATFORM=CODE`.
  public var optionText: String? { "\(platform)=\(letters)" }

  var letters: String { String(decoding: code.letters, as: UTF8.self) }
}
