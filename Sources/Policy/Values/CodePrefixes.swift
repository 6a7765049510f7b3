public import StageKit
import Wire

/// The platforms that give out discount codes, by what those codes begin with.
public struct CodePrefixes: Sendable, Equatable {
  /// The entries, by prefix; each prefix once.
  public let list: [CodePrefix]

  /// Takes entries in; of several of one prefix the last counts.
  public init(_ entries: [CodePrefix] = []) {
    var platforms: [String: String] = [:]
    for entry in entries { platforms[entry.prefix] = entry.platform }
    list = platforms.sorted { $0.key < $1.key }.map { prefix, platform in
      CodePrefix(prefix: prefix, platform: platform)
    }
  }
}

/// What the discount codes of one platform begin with.
public struct CodePrefix: OptionValue, Equatable {
  /// The beginning of the codes, in capitals: codes are compared without case.
  public let prefix: String
  /// The platform as `source_system` names it, or a channel: `sms` or `email`.
  public let platform: String

  /// Makes an entry.
  public init(prefix: String, platform: String) {
    self.prefix = prefix.uppercased()
    self.platform = platform
  }

  /// Reads `PREFIX=PLATFORM`.
  public init(optionText: String) throws(InvalidValue) {
    let parts = optionText.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let isWhole =
      parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty && !part.contains { $0.isWhitespace || $0 == "," }
      }
    guard isWhole else {
      throw InvalidValue(
        "is not a prefix of discount codes with a platform, such as TXT=postscript"
      )
    }
    self.init(prefix: String(parts[0]), platform: String(parts[1]))
  }

  /// The entry as `PREFIX=PLATFORM`.
  public var optionText: String? { "\(prefix)=\(platform)" }
}
