import Wire

/// What the journal says of a record, or of a property's kind.
public struct JournalEntry: Sendable, Equatable {
  /// What became of a record, or is about to.
  public enum State: String, Sendable, CaseIterable {
    /// A request is about to go out: until another word follows, no one knows whether it arrived.
    case sending
    /// The API has accepted it.
    case accepted
    /// The API has refused it.
    case rejected
    /// It went out, and no answer came.
    case unknown
    /// It certainly didn't arrive.
    case unsent
    /// The kind of a property that was sent; not about a record.
    case kind
  }

  /// What is said.
  public var state: State
  /// Of which record; of `kind` entries, a hash of nothing that counts.
  public var key: RecordKey
  /// Which stream the record is of.
  public var stream: SenderStream
  /// The batch that it belongs to: a hash of all records that were counted together.
  public var batch: UInt64 = 0
  /// Its place among the records of the batch, from 0.
  public var ordinal = 0
  /// A hash of what was sent.
  public var content: UInt64 = 0
  /// When the record was true, in microseconds since 1970; nil where it doesn't say.
  public var time: Int64?
  /// The id of an event, or the name of a property: for people who read the journal.
  public var label = ""
  /// Further keys: of the people whom an opt-out concerns, and of a subscriber who was created.
  public var people: [RecordKey] = []
  /// Whether a new subscriber was asked for.
  public var creates = false
  /// The event type of a property, and its kind.
  public var kind: (event: String, kind: PropertyKind)?

  /// Makes an entry.
  public init(_ state: State, _ key: RecordKey, _ stream: SenderStream) {
    self.state = state
    self.key = key
    self.stream = stream
  }

  /// Equal in all that is written.
  public static func == (left: JournalEntry, right: JournalEntry) -> Bool {
    left.json == right.json
  }

  /// The entry as a JSON object; what says nothing is left out.
  var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("state", .string(state.rawValue)), ("key", .string(key.hexadecimal)),
      ("stream", .string(stream.rawValue)),
    ]
    if batch != 0 { members.append(("batch", .string(RecordKey.hexadecimal(batch)))) }
    if ordinal != 0 { members.append(("ordinal", .number(String(ordinal)))) }
    if content != 0 { members.append(("content", .string(RecordKey.hexadecimal(content)))) }
    if let time { members.append(("time", .number(String(time)))) }
    if !label.isEmpty { members.append(("label", .string(label))) }
    if !people.isEmpty {
      members.append(("people", .array(people.map { .string($0.hexadecimal) })))
    }
    if creates { members.append(("creates", .bool(true))) }
    if let kind {
      members.append(("event", .string(kind.event)))
      members.append(("kind", .string(kind.kind.rawValue)))
    }
    return .object(members)
  }

  /// Reads what ``json`` writes; nil for anything else.
  init?(_ value: JSONValue) {
    guard let state = value["state"]?.string.flatMap({ State(rawValue: $0) }),
      let key = value["key"]?.string.flatMap({ RecordKey(hexadecimal: $0) }),
      let stream = value["stream"]?.string.flatMap({ SenderStream(rawValue: $0) })
    else { return nil }
    self.init(state, key, stream)
    batch = value["batch"]?.string.flatMap { UInt64($0, radix: 16) } ?? 0
    ordinal = value["ordinal"]?.integer ?? 0
    content = value["content"]?.string.flatMap { UInt64($0, radix: 16) } ?? 0
    time = value["time"]?.integer.map { Int64($0) }
    label = value["label"]?.string ?? ""
    people = (value["people"]?.array ?? []).compactMap {
      $0.string.flatMap { RecordKey(hexadecimal: $0) }
    }
    creates = value["creates"]?.bool ?? false
    if let kind = value["kind"]?.string.flatMap({ PropertyKind(rawValue: $0) }) {
      self.kind = (value["event"]?.string ?? "", kind)
    }
  }
}
