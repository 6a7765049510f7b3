/// People who were signed up and have not confirmed yet: no subscribers, and in no list.
struct PendingStore: Sendable {
  struct Person: Sendable {
    let id: String
    let phone: String
    let keyword: String
    let fields: SubscriberFields
    let shopifyCustomer: String?
    /// When the person confirms by himself, in microseconds; nil for never.
    let confirmsAt: Int64?
  }

  /// In the order of their sign-up; one at most for each phone number.
  private(set) var all: [Person] = []
  private var count = 0

  /// The id of the next person.
  var nextID: String { "s_pending\(count)" }

  /// Puts a person in, in place of an earlier sign-up of the same number.
  mutating func add(_ person: Person) {
    all.removeAll { $0.phone == person.phone }
    all.append(person)
    count += 1
  }

  /// Takes out the person with a phone number or a pending id.
  mutating func take(phone: String?, id: String?) -> Person? {
    guard let place = all.firstIndex(where: { $0.phone == phone || $0.id == id }) else {
      return nil
    }
    return all.remove(at: place)
  }

  /// Takes out those who confirm up to an instant.
  mutating func takeDue(_ now: Int64) -> [Person] {
    let due = all.filter { $0.confirmsAt.map { $0 <= now } ?? false }
    if !due.isEmpty { all.removeAll { $0.confirmsAt.map { $0 <= now } ?? false } }
    return due
  }
}
