import StageKit
import Wire

/// Reads the parts of a mapping, strictly: an unknown member is an error that names those known.
struct MappingReader {
  let prefix: String

  /// The streams of a mapping.
  func streams(_ document: JSONValue) throws(InvalidValue) -> [String: MappedStream] {
    let top = try members(document, "the mapping", ["prefix", "streams"])
    guard let streams = top["streams"]?.members, !streams.isEmpty else {
      throw InvalidValue("the mapping has no streams")
    }
    var all: [String: MappedStream] = [:]
    for (name, value) in streams { all[name] = try stream(value, "streams.\(name)") }
    return all
  }

  private func stream(_ value: JSONValue, _ place: String) throws(InvalidValue) -> MappedStream {
    let own = try members(
      value,
      place,
      ["id", "time", "phone", "email", "subscriber_id", "events", "update"]
    )
    var slots = MemberSlots()
    func field(_ name: String) throws(InvalidValue) -> SourceField? {
      guard let value = own[name] else { return nil }
      return try slots.field(value, "\(place).\(name)")
    }
    let (id, time) = (try field("id"), try field("time"))
    let (phone, email) = (try field("phone"), try field("email"))
    let subscriber = try field("subscriber_id")
    guard phone != nil || email != nil || subscriber != nil else {
      throw InvalidValue("\(place) says of none of phone, email, subscriber_id where it is")
    }
    let result: MappedResult
    switch (own["events"]?.array, own["update"]) {
    case (let events?, nil):
      guard time != nil else {
        throw InvalidValue("\(place) does not say where the time of an event is")
      }
      var made: [MappedEvent] = []
      for (index, event) in events.enumerated() {
        made.append(try self.event(event, "\(place).events[\(index)]", &slots))
      }
      result = .events(made)
    case (nil, let update?):
      result = .update(try properties(update, "\(place).update", [], &slots))
    default: throw InvalidValue("\(place) needs either an array events, or an object update")
    }
    return MappedStream(
      members: slots.names,
      subscriberID: subscriber,
      phone: phone,
      email: email,
      id: id,
      time: time,
      result: result
    )
  }

  private func event(
    _ value: JSONValue,
    _ place: String,
    _ slots: inout MemberSlots
  ) throws(InvalidValue) -> MappedEvent {
    let known = ["type", "when", "targets"]
    guard let name = value["type"]?.string.map(named) else {
      throw InvalidValue("\(place) has no type")
    }
    let type = EventType.reduced(name)
    guard !type.isEmpty else {
      throw InvalidValue("\(place): the type \(Excerpt.quoted(name)) has no letter and no digit")
    }
    var conditions: [MappedCondition] = []
    for (key, value) in try members(value["when"] ?? .object([]), "\(place).when", nil) {
      let words = try texts(value, "\(place).when.\(key)").map { FoldedWord.of(named($0)) }
      let field = try slots.field(.string(key), "\(place).when")
      conditions.append(MappedCondition(field: field, words: words))
    }
    var targets: SourceField?
    if let value = value["targets"] { targets = try slots.field(value, "\(place).targets") }
    let properties = try properties(value, place, known, &slots)
    guard !properties.single.contains(where: { $0.type == .strings }) else {
      throw InvalidValue("\(place): a property of an event cannot be an array; any flattens it")
    }
    return MappedEvent(
      name: name,
      type: type,
      conditions: conditions.sorted { $0.field.name < $1.field.name },
      targets: targets,
      properties: properties
    )
  }

  /// The properties of an event or an update, which may have some members beside them.
  private func properties(
    _ value: JSONValue,
    _ place: String,
    _ others: [String],
    _ slots: inout MemberSlots
  ) throws(InvalidValue) -> MappedProperties {
    let own = try members(value, place, others + ["properties", "families", "items"])
    var result = MappedProperties()
    var names: Set<String> = []
    for (key, value) in own["properties"]?.members ?? [] {
      let inside = "\(place).properties.\(key)"
      let name = named(key)
      guard names.insert(name).inserted else { throw InvalidValue("\(inside) is there twice") }
      let entry = try typed(value, inside, ["from", "type", "required"])
      result.single.append(
        MappedProperty(
          name: name,
          field: try slots.field(value["from"] ?? .string(name), "\(inside).from"),
          type: entry,
          isRequired: value["required"]?.bool ?? false
        )
      )
    }
    for (index, value) in (own["families"]?.array ?? []).enumerated() {
      result.families.append(try family(value, "\(place).families[\(index)]", &slots))
    }
    if let value = own["items"] {
      result.lists.append(try items(value, "\(place).items", &slots))
    }
    return result
  }

  private func family(
    _ value: JSONValue,
    _ place: String,
    _ slots: inout MemberSlots
  ) throws(InvalidValue) -> PropertyFamily {
    let type = try typed(value, place, ["name", "from", "members", "type"])
    let parts = (value["name"]?.string).map { named($0).components(around: "{key}") } ?? []
    guard parts.count == 2 else {
      throw InvalidValue("\(place).name needs {key} once, as in {prefix}_{key}")
    }
    let start = value["members"]?.string ?? ""
    guard (value["from"] == nil) != start.isEmpty else {
      throw InvalidValue(
        "\(place) needs either from, an object, or members, the beginning of names in the record"
      )
    }
    var field: SourceField?
    if let from = value["from"] { field = try slots.field(from, "\(place).from") }
    return PropertyFamily(
      before: parts[0],
      after: parts[1],
      type: type,
      field: field,
      memberPrefix: Array(start.utf8)
    )
  }

  private func items(
    _ value: JSONValue,
    _ place: String,
    _ slots: inout MemberSlots
  ) throws(InvalidValue) -> ItemList {
    let own = try members(value, place, ["from", "count", "tags"])
    guard let from = own["from"], let tags = own["tags"]?.members, !tags.isEmpty else {
      throw InvalidValue("\(place) needs from, an array, and tags")
    }
    var made: [(name: String, members: [String], type: MappedType)] = []
    for (name, value) in tags {
      let inside = "\(place).tags.\(name)"
      let type = try typed(value, inside, ["from", "type"])
      let members = try value["from"].map { (from) throws(InvalidValue) in
        try texts(from, "\(inside).from")
      }
      made.append((named(name), members ?? [name], type))
    }
    let field = try slots.field(from, "\(place).from")
    return ItemList(field: field, count: own["count"]?.string.map(named), tags: made)
  }
}

extension MappingReader {
  /// A name with the prefix in its places.
  private func named(_ text: String) -> String {
    let capital = prefix.prefix(1).uppercased() + prefix.dropFirst()
    return text.components(around: "{prefix}").joined(separator: prefix)
      .components(around: "{Prefix}").joined(separator: capital)
  }

  /// The type of an entry, which is its name or an object with a member `type`.
  private func typed(
    _ value: JSONValue,
    _ place: String,
    _ known: [String]
  ) throws(InvalidValue) -> MappedType {
    if value.string == nil { _ = try members(value, place, known) }
    let text = value.string ?? value["type"]?.string ?? ""
    guard let type = MappedType(rawValue: text) else {
      let names = MappedType.allCases.map(\.rawValue).joined(separator: ", ")
      throw InvalidValue("\(place): the type \(Excerpt.quoted(text)) is none of \(names)")
    }
    return type
  }

  /// The members of an object, each once and known.
  private func members(
    _ value: JSONValue,
    _ place: String,
    _ known: [String]?
  ) throws(InvalidValue) -> [String: JSONValue] {
    guard let list = value.members else { throw InvalidValue("\(place) is no object") }
    var all: [String: JSONValue] = [:]
    for (key, value) in list {
      if let known, !known.contains(key) {
        throw InvalidValue(
          "\(place) has an unknown member \(Excerpt.quoted(key)); known are "
            + known.joined(separator: ", ")
        )
      }
      guard all.updateValue(value, forKey: key) == nil else {
        throw InvalidValue("\(place) has the member \(Excerpt.quoted(key)) twice")
      }
    }
    return all
  }
}

/// A text, or an array of some.
private func texts(_ value: JSONValue, _ place: String) throws(InvalidValue) -> [String] {
  let all = value.string.map { [$0] } ?? (value.array ?? []).compactMap(\.string)
  guard !all.isEmpty, all.count == value.array?.count ?? 1 else {
    throw InvalidValue("\(place) is neither a text nor an array of texts")
  }
  return all
}

/// The members of a stream's records that its mapping reads, each once.
struct MemberSlots {
  private(set) var names: [String] = []

  /// The field that an entry of a mapping means: a text, or an array of texts.
  mutating func field(_ value: JSONValue, _ place: String) throws(InvalidValue) -> SourceField {
    let all = try texts(value, place)
    let locations = all.map { path in
      let parts = path.components(around: ".")
      return SourceField.Location(slot: slot(parts[0]), inside: Array(parts.dropFirst()))
    }
    return SourceField(name: all[0], locations: locations)
  }

  private mutating func slot(_ name: String) -> Int {
    if let known = names.firstIndex(of: name) { return known }
    names.append(name)
    return names.count - 1
  }
}

extension String {
  /// The parts of the text between the places of another text.
  fileprivate func components(around separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
