/// Keeps the records of each person in order: one goes when all before it are done.
///
/// A person is whoever two records share an identity of. A record waits in the queue of each of its
/// identities and goes when it is the first in all of them; since all queues have the order of
/// arrival, none waits for ever.
struct PersonQueues: Sendable {
  private var queues: [String: [Int]] = [:]
  private var identities: [Int: [String]] = [:]

  /// Puts a record behind all of the same person; says whether it may go at once.
  mutating func add(_ ticket: Int, _ identities: [String]) -> Bool {
    self.identities[ticket] = identities
    for identity in identities { queues[identity, default: []].append(ticket) }
    return isFirst(ticket)
  }

  /// Whether a record may go now.
  func isFirst(_ ticket: Int) -> Bool {
    (identities[ticket] ?? []).allSatisfy { queues[$0]?.first == ticket }
  }

  /// Takes a record that is done out; gives those that may go now.
  mutating func remove(_ ticket: Int) -> [Int] {
    var next: Set<Int> = []
    for identity in identities.removeValue(forKey: ticket) ?? [] {
      queues[identity]?.removeAll { $0 == ticket }
      if let first = queues[identity]?.first { next.insert(first) } else { queues[identity] = nil }
    }
    return next.filter { isFirst($0) }.sorted()
  }
}
