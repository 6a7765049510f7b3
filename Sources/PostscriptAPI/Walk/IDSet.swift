/// A compact set of identifiers: eight bytes and a little room for each, so that a million of them
/// take some twelve megabytes.
///
/// Kept are hashes of 64 bits: among ten million identifiers the chance that any two share one is
/// about three in a million. Growing by parts never holds the set twice.
struct IDSet: Sendable {
  private var parts = [[UInt64]](repeating: [], count: 64)
  private var counts = [Int](repeating: 0, count: 64)

  /// How many identifiers are in it.
  private(set) var count = 0

  /// Puts an identifier in; false where it was in already.
  mutating func insert(_ id: String) -> Bool { insert(hash: id.hashValue) }

  /// Puts the hash of something else in; false where it was in already.
  mutating func insert(hash: Int) -> Bool {
    // Zero means an empty slot.
    let key = max(UInt64(bitPattern: Int64(hash)), 1)
    let part = Int(key >> 58)
    if counts[part] * 5 >= parts[part].count * 4 { grow(part) }
    guard IDSet.place(key, in: &parts[part]) else { return false }
    counts[part] += 1
    count += 1
    return true
  }

  private mutating func grow(_ part: Int) {
    var larger = [UInt64](repeating: 0, count: parts[part].count * 3 / 2 + 16)
    for key in parts[part] where key != 0 { _ = IDSet.place(key, in: &larger) }
    parts[part] = larger
  }

  private static func place(_ key: UInt64, in slots: inout [UInt64]) -> Bool {
    var slot = Int((key & 0xFFFF_FFFF) * UInt64(slots.count) >> 32)
    while slots[slot] != 0 {
      if slots[slot] == key { return false }
      slot = slot + 1 == slots.count ? 0 : slot + 1
    }
    slots[slot] = key
    return true
  }
}
