public import StageKit
import Wire

/// How the events of a platform become claims: data, so that a platform that writes them otherwise
/// needs a file and no program.
public struct ClaimMapping: Sendable {
  /// The platform.
  let sourceSystem: String
  /// The rules, of which the first that a record meets counts.
  let rules: [ClaimRule]

  /// Reads a mapping.
  ///
  /// - Throws: exit code 66 where its file cannot be read, 78 where it is none.
  public init(_ source: ClaimSource) throws(StageError) {
    let bytes = try source.bytes()
    let name = source.optionText ?? ""
    do {
      let document = try bytes.withView { (view) throws(JSONFault) in try JSONValue(parsing: view) }
      self = try ClaimMapping(document)
    } catch let fault as JSONFault {
      throw StageError(.config, "mapping \(name): \(fault.reason)")
    } catch {
      let reason = (error as? InvalidValue)?.reason ?? "\(error)"
      throw StageError(.config, "mapping \(name): \(reason)")
    }
  }

  private init(_ document: JSONValue) throws(InvalidValue) {
    try Self.check(document, "the mapping", ["source_system", "fields", "touches", "orders"])
    guard let source = document["source_system"]?.string, !source.isEmpty else {
      throw InvalidValue("says no source_system")
    }
    sourceSystem = source
    let shared = try Self.fields(document["fields"], "fields")
    var rules: [ClaimRule] = []
    for (index, value) in (document["touches"]?.array ?? []).enumerated() {
      rules.append(try Self.touch(value, "touches[\(index)]", shared))
    }
    for (index, value) in (document["orders"]?.array ?? []).enumerated() {
      rules.append(try Self.order(value, "orders[\(index)]", shared))
    }
    self.rules = rules
    guard rules.contains(where: { if case .order = $0.meaning { true } else { false } }) else {
      throw InvalidValue("names no orders, and a claim is one to an order")
    }
  }

  private typealias Ways = [EventField: [[String]]]

  private static let channels = ["sms", "email", "push", "whatsapp", "rcs"]

  private static func touch(
    _ value: JSONValue,
    _ place: String,
    _ shared: Ways
  ) throws(InvalidValue) -> ClaimRule {
    try check(value, place, ["streams", "when", "fields", "channel", "type", "window"])
    guard let channel = value["channel"]?.string, channels.contains(channel) else {
      throw InvalidValue("\(place).channel is none of \(channels.joined(separator: ", "))")
    }
    guard let type = value["type"]?.string, ["click", "view"].contains(type) else {
      throw InvalidValue("\(place).type is neither click nor view")
    }
    guard let text = value["window"]?.string, let window = try? Duration(optionText: text) else {
      throw InvalidValue("\(place).window is no span of time such as 5d or 24h")
    }
    let meaning = ClaimRule.Meaning.touch(
      channel: channel,
      isClick: type == "click",
      window: window.components.seconds * 1_000_000
    )
    return try rule(value, place, shared, meaning, [.time, .messageID])
  }

  private static func order(
    _ value: JSONValue,
    _ place: String,
    _ shared: Ways
  ) throws(InvalidValue) -> ClaimRule {
    try check(value, place, ["streams", "when", "fields", "passes"])
    let meaning = ClaimRule.Meaning.order(passes: value["passes"]?.bool ?? false)
    return try rule(value, place, shared, meaning, [.time, .claimedRevenue])
  }

  private static func rule(
    _ value: JSONValue,
    _ place: String,
    _ shared: Ways,
    _ meaning: ClaimRule.Meaning,
    _ needed: [EventField]
  ) throws(InvalidValue) -> ClaimRule {
    let streams = try texts(value["streams"], "\(place).streams")
    guard !streams.isEmpty else { throw InvalidValue("\(place) names no streams") }
    var conditions: [(path: [String], words: [String])] = []
    try checkOnce(value["when"], "\(place).when")
    for (path, words) in value["when"]?.members ?? [] {
      conditions.append((steps(path), try texts(words, "\(place).when.\(path)")))
    }
    var fields = shared.merging(try self.fields(value["fields"], "\(place).fields")) { $1 }
    // Canonical orders always say whose they are.
    if meaning == .order(passes: true), fields[.storeID] == nil {
      fields[.storeID] = [[EventField.storeID.rawValue]]
    }
    for field in needed where fields[field]?.isEmpty ?? true {
      throw InvalidValue("\(place) does not say where \(field.rawValue) is")
    }
    let persons: [EventField] = [.subscriberID, .email, .phone]
    guard persons.contains(where: { fields[$0]?.isEmpty == false }) else {
      throw InvalidValue("\(place) says of none of subscriber_id, email, phone where it is")
    }
    if case .order = meaning, fields[.orderID]?.isEmpty ?? true, fields[.orderName]?.isEmpty ?? true
    {
      throw InvalidValue("\(place) says of neither order_id nor order_name where it is")
    }
    return ClaimRule(streams: streams, conditions: conditions, meaning: meaning, fields: fields)
  }

  private static func fields(_ value: JSONValue?, _ place: String) throws(InvalidValue) -> Ways {
    var ways: Ways = [:]
    try checkOnce(value, place)
    for (name, paths) in value?.members ?? [] {
      guard let field = EventField(rawValue: name) else {
        let known = EventField.allCases.map(\.rawValue)
        throw InvalidValue("\(place): \(name) is none of \(known.joined(separator: ", "))")
      }
      ways[field] = try texts(paths, "\(place).\(name)").map(steps)
    }
    return ways
  }

  private static func steps(_ path: String) -> [String] {
    path.split(separator: ".").map(String.init)
  }

  private static func texts(_ value: JSONValue?, _ place: String) throws(InvalidValue) -> [String] {
    let texts = value?.array?.compactMap(\.string).filter { !$0.isEmpty }
    guard let texts, texts.count == value?.array?.count else {
      throw InvalidValue("\(place) is no array of texts")
    }
    return texts
  }

  private static func check(
    _ value: JSONValue,
    _ place: String,
    _ known: [String]
  ) throws(InvalidValue) {
    guard let members = value.members else { throw InvalidValue("\(place) is no object") }
    try checkOnce(value, place)
    for (name, _) in members where !known.contains(name) {
      throw InvalidValue("\(place): \(name) is none of \(known.joined(separator: ", "))")
    }
  }

  /// Throws where an object has a name twice: which of the two is meant nobody can say.
  private static func checkOnce(_ value: JSONValue?, _ place: String) throws(InvalidValue) {
    guard let name = value?.repeatedMember else { return }
    throw InvalidValue("\(place) has \(Excerpt.quoted(name)) twice")
  }
}
