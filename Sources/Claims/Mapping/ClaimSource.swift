public import StageKit
import Wire

/// A mapping from a platform's events to claims: one that comes with the program, or a file.
public enum ClaimSource: Sendable, Equatable {
  /// Klaviyo's events.
  case klaviyo
  /// Attentive's events.
  case attentive
  /// A file of the user's own.
  case file(String)

  /// The bytes of the mapping.
  ///
  /// - Throws: exit code 66 where a file cannot be read.
  public func bytes() throws(StageError) -> [UInt8] {
    switch self {
    case .klaviyo: PackageResources.klaviyo_json
    case .attentive: PackageResources.attentive_json
    case .file(let path): try Environment.process.contents(of: path)
    }
  }
}

extension ClaimSource: OptionValue {
  private static let shipped = ["klaviyo": klaviyo, "attentive": attentive]

  /// Reads the name of a mapping that comes with the program, or that of a file.
  public init(optionText: String) { self = Self.shipped[optionText] ?? .file(optionText) }

  /// The name.
  public var optionText: String? {
    if case .file(let path) = self { return path.isEmpty ? nil : path }
    return Self.shipped.first { $0.value == self }?.key
  }
}
