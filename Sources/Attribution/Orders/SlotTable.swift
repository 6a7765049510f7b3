/// An open-addressed table from hashes to numbers of entries, four bytes a slot.
///
/// The keys live with the entries: the caller says which entry is the wanted one.
struct SlotTable {
  private var slots: [UInt32]
  private(set) var count = 0

  /// Makes a table with room for a number of entries.
  init(entries: Int) { slots = Array(repeating: 0, count: max(entries + entries / 2, 64)) }

  /// True where one more entry would make the table slow.
  var isFull: Bool { count &* 4 >= slots.count &* 3 }

  /// The first entry with that hash's place for which the closure is true, or nil.
  @inline(__always)
  func first(_ hash: UInt64, where isWanted: (Int) -> Bool) -> Int? {
    var index = home(hash)
    while true {
      let slot = slots[index]
      if slot == 0 { return nil }
      let entry = Int(slot &- 1)
      if isWanted(entry) { return entry }
      index = next(index)
    }
  }

  /// Puts an entry in, which is known not to be there; entries must stay below 2³² − 1.
  mutating func insert(_ hash: UInt64, _ entry: Int) {
    assert(entry >= 0 && entry < Int(UInt32.max) - 1 && count < slots.count)
    var index = home(hash)
    while slots[index] != 0 { index = next(index) }
    slots[index] = UInt32(truncatingIfNeeded: entry &+ 1)
    count &+= 1
  }

  /// The slot at which a search begins: the hash scaled to the table's size, which may be any.
  @inline(__always)
  private func home(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(slots.count)).high)
  }

  @inline(__always)
  private func next(_ index: Int) -> Int { index &+ 1 == slots.count ? 0 : index &+ 1 }
}
