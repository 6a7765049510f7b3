/// One thing that a profile wants to find in an export: its name, type, and how a header may call it.
public struct ProfileField: Sendable {
  /// The name, which is a column of the stream or something that a column is derived from.
  public let name: String
  /// How its values are read.
  public var type: ValueType
  /// Whether the header, or every record, must have it.
  public var need: Need
  /// The headers it may have, the likeliest first; compared without case, spaces and punctuation.
  public var headers: [String]
  /// Headers that a mapping file adds; they are tried before all others.
  public var mappedHeaders: [String] = []
  /// The headers that the profile itself knows.
  private let ownHeaders: [String]

  /// Headers that only a mapping file knows: somebody has seen them in a file.
  var foreignHeaders: [String] {
    if mappedHeaders.isEmpty { return [] }
    let own = Set(ownHeaders.map(HeaderName.normalized))
    return mappedHeaders.filter { !own.contains(HeaderName.normalized($0)) }
  }

  /// What the export calls it, as far as the profile knows.
  var title: String { mappedHeaders.first ?? ownHeaders.first ?? name }

  /// Describes a field; its own name is always one of its headers.
  public init(
    _ name: String,
    _ type: ValueType,
    _ need: Need = .optional,
    _ headers: [String] = []
  ) {
    self.name = name
    self.type = type
    self.need = need
    self.headers = headers.contains(name) ? headers : headers + [name]
    ownHeaders = self.headers
  }

  /// A field that only a mapping file knows.
  init(_ name: String, _ type: ValueType, own: [String]) {
    self.name = name
    self.type = type
    need = .optional
    headers = [name]
    ownHeaders = own
  }

  /// How much a field is needed.
  public enum Need: Sendable, Equatable {
    /// It may be missing.
    case optional
    /// The header must have it; a record may leave it empty.
    case column
    /// The header must have it, and every record a value.
    case value
    /// The header must have at least one of the fields of that group.
    case oneOf(String)
  }
}
