/// What a file said first under each of its keys, sixteen bytes each in a table half full.
///
/// Keys are hashes, whose highest bits tell them apart as well as any.
struct FirstByKey {
  /// What was said of a key; one of key 0 is none.
  private struct KeySlot: BitwiseCopyable {
    var key: UInt64 = 0
    var said: UInt64 = 0
  }

  private var slots = [KeySlot](repeating: KeySlot(), count: 1 << 10)
  private var count = 0

  /// What was said first of a key; nil where that is new, and noted now.
  mutating func first(of key: UInt64, orNow said: UInt64) -> UInt64? {
    let key = max(key, 1)
    let place = place(of: key)
    if slots[place].key != 0 { return slots[place].said }
    slots[place] = KeySlot(key: key, said: said)
    count += 1
    if count * 2 > slots.count { grow() }
    return nil
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
    slots = [KeySlot](repeating: KeySlot(), count: old.count * 2)
    for slot in old where slot.key != 0 { slots[place(of: slot.key)] = slot }
  }
}

/// A short hash of what a row says, and the line on which it begins, in one word.
struct RowMark: Equatable {
  let content: UInt32
  let line: UInt32

  init(content: UInt64, line: Int) {
    self.content = UInt32(truncatingIfNeeded: content)
    self.line = UInt32(clamping: line)
  }

  init(_ word: UInt64) {
    content = UInt32(truncatingIfNeeded: word >> 32)
    line = UInt32(truncatingIfNeeded: word)
  }

  var word: UInt64 { UInt64(content) << 32 | UInt64(line) }
}
