/// People who want no texts, or to be forgotten: of them no consent is asked for again.
public struct OptOuts: Sendable, Equatable {
  private var people: Set<RecordKey> = []

  /// Nobody.
  public init() {}

  /// Takes the keys of a person.
  mutating func add(_ keys: [RecordKey]) { people.formUnion(keys) }

  /// Takes a person.
  public mutating func add(_ person: Recipient) { add(OptOuts.keys(person)) }

  /// Whether the person is among them, by anything that is known of them.
  public func concern(_ person: Recipient) -> Bool {
    OptOuts.keys(person).contains(where: people.contains)
  }

  /// The keys that stand for a person, by each of their identities.
  static func keys(_ person: Recipient) -> [RecordKey] {
    person.identities.map { RecordKey("person", $0) }
  }
}
