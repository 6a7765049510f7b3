import StageKit
import Wire

/// Which kind each property has: what a SCHEMA declares, what was sent before, what came first.
///
/// Postscript takes the type from the values, and segments stop matching where it flips; so it never
/// does here.
public struct PropertyMemory: Sendable, Equatable {
  /// A property: of an event type, or of subscribers.
  public struct Name: Sendable, Hashable {
    /// The event type; empty for a property of subscribers.
    public let event: String
    /// Its name, as it is sent.
    public let name: String
  }

  private var known: [Name: PropertyKind] = [:]
  private var declared: [Name: PropertyKind] = [:]

  /// Remembers nothing.
  public init() {}

  /// Takes a kind that an earlier run has sent.
  mutating func remember(_ name: Name, _ kind: PropertyKind) { known[name] = known[name] ?? kind }

  /// Takes what the SCHEMA of a stream says of the record's `properties`.
  ///
  /// Events have one schema for all their types, so what it declares is of each of them.
  mutating func declare(_ stream: SenderStream, _ schema: JSONValue) {
    let properties = schema["properties"]?["properties"]?["properties"]?.members ?? []
    for property in properties {
      guard let kind = PropertyKind(schema: property.value) else { continue }
      declared[Name(event: stream == .events ? "*" : "", name: property.key)] = kind
    }
  }

  /// A property's value in the form that is sent, and its kind where that is new.
  ///
  /// An empty text takes the value of a subscriber's property away, whatever kind it has: the API
  /// ignores null, and has no other way.
  ///
  /// - Throws: a fault where the value is of a kind that the stream can't carry, or of another than
  ///   the property has.
  mutating func form(
    of value: JSONValue,
    _ name: Name,
    in stream: SenderStream
  ) throws(RecordFault) -> (value: JSONValue, isNew: Bool) {
    if stream != .events, value == .string("") { return (value, false) }
    let before = known[name]
    let wanted = declared[Name(event: name.event.isEmpty ? "" : "*", name: name.name)]
    let permitted = PropertyKind.permitted(in: stream)
    guard let kind = before ?? wanted ?? PropertyKind(value), permitted.contains(kind) else {
      let what = stream == .events ? "an event" : "a subscriber"
      throw RecordFault(
        .wrongType,
        "cannot be a property of \(what): only \(permitted.map(\.rawValue).joined(separator: ", ")) can",
        "properties.\(name.name)",
        value: value.text
      ).unquoted
    }
    guard let form = kind.form(of: value, isDeclared: wanted == kind) else {
      throw RecordFault(
        .typeChanged,
        "is not of the type that this property has (\(kind.rawValue)); segments would stop matching",
        "properties.\(name.name)",
        value: value.text
      ).unquoted
    }
    known[name] = kind
    return (form, before == nil)
  }

  /// The kind of a property, where it has one.
  func kind(_ name: Name) -> PropertyKind? { known[name] }
}
