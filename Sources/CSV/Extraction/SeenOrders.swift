import Wire

/// The orders of a file or a run so far, some thirty bytes each, to tell which of them comes again.
///
/// Exports are sorted, so nearly always an id lies beyond all ids before it, and is new without a
/// search. The index of the others is made when the first id is not.
struct SeenOrders<Facts: BitwiseCopyable> {
  /// One order as it came first.
  struct SeenOrder {
    /// The id as a number, else its hash with the highest bit set.
    let key: UInt64
    /// The line on which it begins.
    let line: UInt32
    /// A hash of its name.
    let name: UInt32
    /// What else is to be known of it when it comes again.
    var facts: Facts
  }

  private let hash = KeyHash()
  private var entries: [SeenOrder] = []
  private var lowest = UInt64.max
  private var highest = UInt64.min
  /// Places of entries, from 1, by their keys; empty until the first search.
  private var index: [UInt32] = []
  /// The first line of each name; nil until somebody asks.
  private var lines: [UInt32: UInt32]?

  /// Describes an order that begins on a line.
  func entry(id: ByteView, name: ByteView, line: Int, _ facts: Facts) -> SeenOrder {
    let number = id.count <= 18 ? id.number(0, id.count) : nil
    return SeenOrder(
      key: number.map { UInt64($0) } ?? hash.content(id) | 1 << 63,
      line: UInt32(truncatingIfNeeded: line),
      name: short(name),
      facts: facts
    )
  }

  /// A short hash of some bytes, never 0.
  func short(_ bytes: ByteView) -> UInt32 { UInt32(truncatingIfNeeded: hash.content(bytes)) | 1 }

  /// The earlier order with the id of one, or nil where there is none and it was added.
  mutating func first(like new: SeenOrder) -> SeenOrder? {
    if new.key >= lowest, new.key <= highest {
      if index.isEmpty { makeIndex() }
      let slot = slot(of: new.key)
      if index[slot] != 0 { return entries[Int(index[slot]) - 1] }
    }
    lowest = min(lowest, new.key)
    highest = max(highest, new.key)
    entries.append(new)
    if lines?[new.name] == nil { lines?[new.name] = new.line }
    if !index.isEmpty { insert(entries.count) }
    return nil
  }

  /// The first line of the order of a name, or nil.
  mutating func line(ofName name: UInt32) -> Int? {
    let known =
      lines
      ?? Dictionary(entries.map { ($0.name, $0.line) }, uniquingKeysWith: { first, _ in first })
    lines = known
    return known[name].map { Int($0) }
  }

  // MARK: - The index

  private func slot(of key: UInt64) -> Int {
    let mask = index.count - 1
    var slot = Int(truncatingIfNeeded: hash.pair(key, 0)) & mask
    while index[slot] != 0, entries[Int(index[slot]) - 1].key != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func makeIndex() {
    var capacity = 1024
    while capacity < entries.count * 2 { capacity *= 2 }
    index = [UInt32](repeating: 0, count: capacity)
    for place in 1...max(entries.count, 1) where place <= entries.count {
      index[slot(of: entries[place - 1].key)] = UInt32(truncatingIfNeeded: place)
    }
  }

  private mutating func insert(_ place: Int) {
    guard place * 2 <= index.count else { return makeIndex() }
    index[slot(of: entries[place - 1].key)] = UInt32(truncatingIfNeeded: place)
  }
}
