import Wire

/// What one file has said of each message and day so far, sixteen bytes each in a table half full.
///
/// Rows that have no id and nothing else that tells them apart are numbered: two rows of one name and
/// day are figures of two messages, unless they are the same to the letter. In another export they may
/// come in another order: their figures then change places, and the sum stays. Rows of one id and day
/// are one message, and must be the same.
struct FigureRows {
  /// More of one name and day are no messages that somebody forgot to number.
  static let most = 1000

  /// The columns that say of which day, platform and store figures are.
  private let columns: [Int32]
  private let hash = KeyHash()
  /// A key, which is never 0, and what its row says; 0 is free.
  ///
  /// With fewer bits of either, two of a million rows would be taken for one by chance.
  private var slots = [Slot](repeating: Slot(), count: 1 << 10)
  private var count = 0

  private struct Slot {
    var key: UInt64 = 0
    var content: UInt64 = 0
  }

  init(_ columns: [Int32]) { self.columns = columns }

  /// The number of a row among those of its name, day, platform and store, from 0; nil for one too many.
  mutating func number(of name: UInt64, _ record: RecordView) -> Int? {
    let key = key(name, record)
    for number in 0..<Self.most where take(hash.pair(key, UInt64(number)), record.raw) {
      return number
    }
    return nil
  }

  /// False where the file has other figures of that id, day, platform and store.
  mutating func agrees(_ id: Field, _ record: RecordView) -> Bool {
    take(hash.pair(key(hash.content(id.bytes), record), .max), record.raw)
  }

  private func key(_ name: UInt64, _ record: RecordView) -> UInt64 {
    var key = name
    for column in columns { key = hash.pair(key, hash.content(record[Int(column)].bytes)) }
    return key
  }

  /// True for a key that is new, and for one whose row was the same.
  private mutating func take(_ key: UInt64, _ row: ByteView) -> Bool {
    let slot = Slot(key: max(key, 1), content: hash.content(row))
    let place = place(of: slot.key)
    if slots[place].key != 0 { return slots[place].content == slot.content }
    slots[place] = slot
    count += 1
    if count * 2 > slots.count { grow() }
    return true
  }

  /// Where the slot of a key is, or would be.
  private func place(of key: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: key >> UInt64(64 - slots.count.trailingZeroBitCount))
    while slots[place].key != 0, slots[place].key != key {
      place = (place + 1) & (slots.count - 1)
    }
    return place
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for slot in old where slot.key != 0 { slots[place(of: slot.key)] = slot }
  }
}
