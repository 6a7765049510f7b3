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

  private var words: [RecordKey: PackedWord] = [:]
  private var batches = BatchNumbers()
  private var optOuts = OptOuts()
  private var created: [UInt64: Int] = [:]
  private var creations: Set<RecordKey> = []
  private var done: [(batch: UInt64, ordinals: OrdinalSet)] = []
  private var entries = 0
  /// The kinds of the properties that were sent.
  public private(set) var kinds = PropertyMemory()

  /// Knows nothing.
  public init() {}

  /// Takes the next entry.
  public mutating func take(_ entry: JournalEntry) {
    entries += 1
    if entry.state == .kind {
      guard let kind = entry.kind else { return }
      kinds.remember(PropertyMemory.Name(event: kind.event, name: entry.label), kind.kind)
      return
    }
    if entry.state == .accepted { finish(entry) }
    let before = word(entry.key)
    var accepted = before?.accepted
    if entry.state == .accepted, let time = entry.time { accepted = max(accepted ?? time, time) }
    words[entry.key] = PackedWord(
      content: entry.content,
      accepted: accepted ?? PackedWord.never,
      batch: batches.number(of: entry.batch),
      state: entry.state
    )
    // Consent that may have been taken away counts as taken away, before any answer.
    if entry.stream.isOptOut { optOuts.add(entry.people) }
    if entry.creates {
      creations.insert(entry.key)
      count(entry, before)
    }
  }

  /// Remembers which records of the latest batches are done, for the run that goes on with one.
  private mutating func finish(_ entry: JournalEntry) {
    if done.last?.batch != entry.batch {
      // The one that was touched last stands last: which four are known depends on nothing else.
      if let place = done.firstIndex(where: { $0.batch == entry.batch }) {
        done.append(done.remove(at: place))
      } else {
        if done.count == 4 { done.removeFirst() }
        done.append((entry.batch, OrdinalSet()))
      }
    }
    done[done.count - 1].ordinals.insert(entry.ordinal)
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
  public func word(_ key: RecordKey) -> Word? {
    words[key].map { word in
      Word(
        state: word.state,
        batch: batches[word.batch],
        content: word.content,
        accepted: word.accepted == PackedWord.never ? nil : word.accepted
      )
    }
  }

  /// Whether a record of a batch, by its place in it, was accepted.
  public func isDone(_ ordinal: Int, of batch: UInt64) -> Bool {
    done.contains { $0.batch == batch && $0.ordinals.contains(ordinal) }
  }

  /// Whether a batch may ask for one more person, or for the same once more.
  public func mayCreate(_ key: RecordKey, in batch: UInt64, limit: Int) -> Bool {
    let isCounted =
      word(key).map { [.sending, .unknown].contains($0.state) && $0.batch == batch } ?? false
    return isCounted || created[batch] ?? 0 < limit
  }

  /// Whether so many entries are of the past that a journal without them is worth its writing: each
  /// record has two that count, at most.
  var isMostlyPast: Bool { entries >= 100_000 && entries >= 3 * words.count }

  /// Whether anything that is known rests on an entry that has been taken.
  public func needs(_ entry: JournalEntry) -> Bool {
    // Consent and creations are counted from all that was ever said of them.
    if entry.state == .kind || entry.stream.isOptOut { return true }
    if creations.contains(entry.key) { return true }
    guard let word = word(entry.key) else { return true }
    if entry.state == word.state, entry.batch == word.batch, entry.content == word.content {
      return true
    }
    guard entry.state == .accepted else { return false }
    return entry.time.map { $0 == word.accepted } ?? false
      || done.contains { $0.batch == entry.batch }
  }

  /// Whether the person has opted out by what was sent, whenever that was.
  public func hasOptedOut(_ person: Recipient) -> Bool { optOuts.concern(person) }
}

/// A word as it is kept: hundreds of thousands of them are the memory of a first push.
private struct PackedWord {
  /// Stands for a record of which no accepted state has a time.
  static let never = Int64.min

  let content: UInt64
  let accepted: Int64
  let batch: UInt32
  let state: JournalEntry.State
}

/// Gives batches short numbers, in the order in which they are first seen.
private struct BatchNumbers {
  private var names: [UInt64] = []
  private var numbers: [UInt64: UInt32] = [:]

  subscript(number: UInt32) -> UInt64 { names[Int(number)] }

  mutating func number(of name: UInt64) -> UInt32 {
    if let number = numbers[name] { return number }
    let number = UInt32(truncatingIfNeeded: names.count)
    names.append(name)
    numbers[name] = number
    return number
  }
}

/// A set of places in a batch, nearly all of which follow each other: a bit for each.
private struct OrdinalSet {
  private var words: [Int: UInt64] = [:]

  mutating func insert(_ ordinal: Int) {
    words[ordinal >> 6, default: 0] |= 1 << UInt64(ordinal & 63)
  }

  func contains(_ ordinal: Int) -> Bool {
    words[ordinal >> 6].map { $0 & (1 << UInt64(ordinal & 63)) != 0 } ?? false
  }
}
