public import StageKit
import Wire

/// A mapping that comes with the program, or a file.
public enum MappingSource: Sendable, Equatable {
  /// The events of an app that edits orders.
  case orderEditing
  /// The events and the members of a loyalty programme.
  case loyalty
  /// A file of the user's own.
  case file(String)

  /// The bytes of the mapping.
  ///
  /// - Throws: exit code 66 where a file cannot be read.
  public func bytes() throws(StageError) -> [UInt8] {
    switch self {
    case .orderEditing: PackageResources.order_editing_json
    case .loyalty: PackageResources.loyalty_json
    case .file(let path): try Environment.process.contents(of: path)
    }
  }
}

extension MappingSource: OptionValue {
  private static let shipped = ["order-editing": orderEditing, "loyalty": loyalty]

  /// Reads the name of a mapping that comes with the program, or that of a file.
  public init(optionText: String) {
    self = Self.shipped[optionText] ?? .file(optionText)
  }

  /// The name.
  public var optionText: String? {
    if case .file(let path) = self { return path.isEmpty ? nil : path }
    return Self.shipped.first { $0.value == self }?.key
  }
}
