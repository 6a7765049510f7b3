public import StageKit
import Wire

/// How the records of other systems become events and subscriber updates of Postscript.
///
/// A mapping is a JSON object:
///
/// ```json
/// {"prefix": "acme",
///  "streams": {
///    "visits": {
///      "id": "id", "time": ["at", "created_at"], "phone": "customer.phone", "email": "email",
///      "events": [
///        {"type": "{Prefix} Visit Booked", "when": {"kind": ["booked", "rebooked"]},
///         "targets": "integrations",
///         "properties": {"room": "string", "nights": {"from": "stay.nights", "type": "integer"}},
///         "items": {"from": "extras", "tags": {"title": "string", "price": "money"}}}]},
///    "guests": {
///      "time": "updated_at", "phone": "phone",
///      "update": {
///        "properties": {"{prefix}_status": {"from": "status", "type": "string"}},
///        "families": [{"name": "{prefix}_{key}", "from": "counts", "type": "integer"}]}}}}
/// ```
///
/// `from` is a member, or a path into it with dots, or an array of such, of which the first that has a
/// value counts; without it the property's own name. `{prefix}` stands for the prefix and `{Prefix}`
/// for the same with a capital letter. A record becomes the first event whose `when` it meets.
public struct EventMapping {
  /// The streams that are mapped, by name.
  let streams: [String: MappedStream]
  /// What the program says of each event, in the order of the mapping.
  let events: [MappedEvent]

  /// Reads a mapping.
  ///
  /// - Parameters:
  ///   - source: where it is.
  ///   - prefix: what stands in the place of the mapping's own prefix; nil for that.
  /// - Throws: exit code 66 where it cannot be read; 78 where it is not as described, or where two
  ///   types of events become one.
  public init(_ source: MappingSource, prefix: String? = nil) throws(StageError) {
    let bytes = try source.bytes()
    let name = source.optionText ?? ""
    let document: JSONValue
    do {
      document = try bytes.withView { (view) throws(JSONFault) in try JSONValue(parsing: view) }
    } catch {
      throw StageError(.config, "--mapping \(name): not JSON: \(error.reason)")
    }
    do throws(InvalidValue) {
      let own = document["prefix"]?.string ?? ""
      let reader = MappingReader(prefix: prefix ?? own)
      streams = try reader.streams(document)
      events = try Self.distinct(streams)
    } catch {
      throw StageError(.config, "--mapping \(name): \(error.reason)")
    }
  }

  /// All events; two names that Postscript would take for one type are an error.
  private static func distinct(
    _ streams: [String: MappedStream]
  ) throws(InvalidValue) -> [MappedEvent] {
    var names: [String: String] = [:]
    var all: [MappedEvent] = []
    for (_, stream) in streams.sorted(by: { $0.key < $1.key }) {
      guard case .events(let events) = stream.result else { continue }
      for event in events {
        if let other = names[event.type], other != event.name {
          throw InvalidValue(
            "the types \(Excerpt.quoted(other)) and \(Excerpt.quoted(event.name)) both become "
              + "\(event.type), since Postscript takes letters, digits and _ only: name them apart"
          )
        }
        names[event.type] = event.name
        all.append(event)
      }
    }
    return all
  }

  /// One line for each event: its name, its type, and how Postscript shows it.
  ///
  /// Postscript puts the name of the shop or of the partner before each type, so a mapping needs no
  /// prefix of the shop's own.
  public func listing(account: String) -> String {
    events.map { "\($0.name)\t\($0.type)\t\(account) - \($0.type)\n" }.joined()
  }
}

extension EventMapping {
  /// The JSON Schemas of the properties of all events, or of all updates, that have one type wherever
  /// they are.
  func schemas(of output: OutboundStream) -> [(key: String, value: JSONValue)] {
    var found: [String: JSONValue?] = [:]
    for stream in streams.values {
      for properties in stream.result.properties(of: output) {
        for property in properties.single {
          let schema = property.type.schema(isOfSubscriber: output == .updates)
          if let other = found[property.name], other != schema {
            found[property.name] = .some(nil)
          } else {
            found[property.name] = .some(schema)
          }
        }
      }
    }
    return found.sorted { $0.key < $1.key }.compactMap { name, schema in
      schema.map { (name, $0) }
    }
  }
}

extension MappedResult {
  /// The properties that go to a stream: of each event, or of the update.
  fileprivate func properties(of output: OutboundStream) -> [MappedProperties] {
    switch (self, output) {
    case (.events(let events), .events): events.map(\.properties)
    case (.update(let properties), .updates): [properties]
    default: []
    }
  }
}
