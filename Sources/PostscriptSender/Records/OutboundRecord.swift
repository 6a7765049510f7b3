public import Wire

/// A record that has passed all checks that need no question to the API.
public struct OutboundRecord: Sendable, Equatable {
  /// Which stream it is of.
  public let stream: SenderStream
  /// Whom it is about.
  public let person: Recipient
  /// An event's type.
  public var type = ""
  /// An event's own id, byte for byte as it came.
  public var externalID = ""
  /// When the event occurred, or the update was true.
  public var time: Timestamp?
  /// Properties in the form that is sent, in their order; null ones are left out.
  public var properties: [(name: String, value: JSONValue)] = []
  /// Tags to add.
  public var tags: [String] = []
  /// The keyword by which the person gave consent, where the record says so.
  public var keyword: String?
  /// The state or province that the person lives in, in two letters.
  public var region: String?
  /// The properties whose kind nothing had told before.
  public var newKinds: [(PropertyMemory.Name, PropertyKind)] = []
  /// How many properties were null.
  public var nulls = 0

  /// A record about someone, without content.
  public init(_ stream: SenderStream, _ person: Recipient) {
    self.stream = stream
    self.person = person
  }

  /// What the journal knows the record by before anyone was looked up.
  ///
  /// An event by its id; an opt-out by the person; an update by person and content.
  public var key: RecordKey {
    switch stream {
    case .events: RecordKey("event", externalID)
    case .updates: RecordKey("update", person.identities.joined(separator: "\n"))
    case .unsubscribes, .redactions:
      RecordKey(stream.rawValue, person.identities.joined(separator: "\n"))
    }
  }

  /// A hash of all that would be sent, with the person that it is about.
  public var content: UInt64 {
    var hash = FNV1a()
    let parts =
      [
        stream.rawValue, type, externalID, time?.text ?? "", keyword ?? "",
        JSONValue.object(properties.map { ($0.name, $0.value) }).text,
        JSONValue.array(tags.map { .string($0) }).text,
      ] + person.identities
    for part in parts {
      part.withView { hash.add($0) }
      hash.add(0)
    }
    return hash.value
  }

  /// Equal in all that is sent.
  public static func == (left: OutboundRecord, right: OutboundRecord) -> Bool {
    left.person == right.person && left.key == right.key && left.content == right.content
  }
}
