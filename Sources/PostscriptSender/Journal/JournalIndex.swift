import Wire

/// What the journal knows, in memory: of each record its last word, of each person the newest update.
public struct JournalIndex: Sendable {
  /// The last word on a record.
  public struct Word: Sendable, Equatable {
    /// What was said.
    public let state: JournalEntry.State
    /// In which batch.
    public let batch: UInt64
    /// A hash of what was sent.
    public let content: UInt64
    /// When the newest that was accepted was true.
    public let accepted: Int64?
  }

  private var words: [RecordKey: Word] = [:]
  private var optOuts = OptOuts()
  private var created: [UInt64: Int] = [:]
  private var done: [(batch: UInt64, ordinals: Set<Int>)] = []
  /// The kinds of the properties that were sent.
  public private(set) var kinds = PropertyMemory()

  /// Knows nothing.
  public init() {}

  /// Takes the next entry.
  public mutating func take(_ entry: JournalEntry) {
    if entry.state == .kind {
      guard let kind = entry.kind else { return }
      kinds.remember(PropertyMemory.Name(event: kind.event, name: entry.label), kind.kind)
      return
    }
    if entry.state == .accepted { finish(entry) }
    let before = words[entry.key]
    var accepted = before?.accepted
    if entry.state == .accepted, let time = entry.time { accepted = max(accepted ?? time, time) }
    words[entry.key] = Word(
      state: entry.state,
      batch: entry.batch,
      content: entry.content,
      accepted: accepted
    )
    // Consent that may have been taken away counts as taken away, before any answer.
    if entry.stream.isOptOut { optOuts.add(entry.people) }
    if entry.creates { count(entry, before) }
  }

  /// Remembers which records of the latest batches are done, for the run that goes on with one.
  private mutating func finish(_ entry: JournalEntry) {
    if let place = done.firstIndex(where: { $0.batch == entry.batch }) {
      done[place].ordinals.insert(entry.ordinal)
      return
    }
    if done.count == 4 { done.removeFirst() }
    done.append((entry.batch, [entry.ordinal]))
  }

  /// Counts people who were asked to be created: once each, until it is certain that they were not.
  private mutating func count(_ entry: JournalEntry, _ before: Word?) {
    // A person whom another batch has asked counts for this one, too.
    let counted =
      before.map {
        [.sending, .accepted, .unknown].contains($0.state) && $0.batch == entry.batch
      } ?? false
    let counts = [.sending, .accepted, .unknown].contains(entry.state)
    if counts, !counted { created[entry.batch, default: 0] += 1 }
    if !counts, counted { created[entry.batch, default: 0] -= 1 }
  }

  /// The last word on a record; nil where it was never sent.
  public func word(_ key: RecordKey) -> Word? { words[key] }

  /// Whether a record of a batch, by its place in it, was accepted.
  public func isDone(_ ordinal: Int, of batch: UInt64) -> Bool {
    done.contains { $0.batch == batch && $0.ordinals.contains(ordinal) }
  }

  /// Whether a batch may ask for one more person, or for the same once more.
  func mayCreate(_ key: RecordKey, in batch: UInt64, limit: Int) -> Bool {
    let isCounted =
      words[key].map { [.sending, .unknown].contains($0.state) && $0.batch == batch } ?? false
    return isCounted || created[batch] ?? 0 < limit
  }

  /// Whether the person has opted out by what was sent, whenever that was.
  public func hasOptedOut(_ person: Recipient) -> Bool { optOuts.concern(person) }
}
