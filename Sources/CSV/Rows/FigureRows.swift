import Wire

/// What one file has said of each message and day so far, eight bytes each in a table half full.
///
/// Rows that have no id and nothing else that tells them apart are numbered: two rows of one name and
/// day are figures of two messages, unless they are the same to the letter. In another export they may
/// come in another order: their figures then change places, and the sum stays. Rows of one id and day
/// are one message, and must be the same.
struct FigureRows {
  /// More of one name and day are no messages that somebody forgot to number.
  static let most = 1000

  private let hash = KeyHash()
  /// The upper 40 bits of a key, and 24 of what its row says, of which one is always set; 0 is free.
  private var slots = [UInt64](repeating: 0, count: 1 << 10)
  private var count = 0

  /// The number of a row among those of its name, day, platform and store, from 0; nil for one too many.
  mutating func number(of name: UInt64, _ columns: [Int32], _ record: RecordView) -> Int? {
    let key = key(name, columns, record)
    for number in 0..<Self.most where take(hash.pair(key, UInt64(number)), record.raw) {
      return number
    }
    return nil
  }

  /// False where the file has other figures of that id, day, platform and store.
  mutating func agrees(_ id: Field, _ columns: [Int32], _ record: RecordView) -> Bool {
    take(hash.pair(key(hash.content(id.bytes), columns, record), .max), record.raw)
  }

  private func key(_ name: UInt64, _ columns: [Int32], _ record: RecordView) -> UInt64 {
    var key = name
    for column in columns { key = hash.pair(key, hash.content(record[Int(column)].bytes)) }
    return key
  }

  /// True for a key that is new, and for one whose row was the same.
  private mutating func take(_ key: UInt64, _ row: ByteView) -> Bool {
    let content = hash.content(row) & 0xFF_FFFF | 1
    let entry = key & ~0xFF_FFFF | content
    let place = place(of: entry)
    if slots[place] != 0 { return slots[place] == entry }
    slots[place] = entry
    count += 1
    if count * 2 > slots.count { grow() }
    return true
  }

  /// Where the entry of a key is, or would be.
  private func place(of entry: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: entry >> UInt64(64 - slots.count.trailingZeroBitCount))
    while slots[place] != 0, slots[place] >> 24 != entry >> 24 {
      place = (place + 1) & (slots.count - 1)
    }
    return place
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    for entry in old where entry != 0 { slots[place(of: entry)] = entry }
  }
}
