/// The keys seen so far, 16 bytes each, in one open-addressed table.
///
/// A slot holds 80 bits of the key's hash, a mark of 16 bits (when the record that was kept had been
/// observed), and 32 bits of a hash of that record, which tell an exact duplicate from a conflicting
/// one. The table doubles when it is four fifths full,
/// so that a million keys take 32 MiB, and 48 MiB for the moment of the last doubling. Where each
/// key also has a position (of its record in a spool), that costs eight bytes more.
public struct KeySet: ~Copyable {
  private struct Entry {
    var high: UInt64
    /// Sixteen more bits of the key, and its mark beneath them.
    var low: UInt32
    var content: UInt32

    /// True where no key is here.
    var isFree: Bool { high == 0 && low & KeySet.keyBits == 0 }
  }

  private static var keyBits: UInt32 { 0xFFFF_0000 }

  /// The number of keys held.
  public private(set) var count = 0
  private var slots: [Entry]
  private var positions: [Int64]
  private var mask: Int
  private let holdsPositions: Bool

  /// Makes an empty set.
  public init(holdsPositions: Bool = false, capacity: Int = 1024) {
    var size = 16
    while size < capacity { size *= 2 }
    slots = Array(repeating: Entry(high: 0, low: 0, content: 0), count: size)
    positions = holdsPositions ? Array(repeating: 0, count: size) : []
    mask = size - 1
    self.holdsPositions = holdsPositions
  }

  /// Where a key is, and whether it was there before.
  public struct Place: Sendable {
    /// The slot of the key, valid until the next ``insert(_:_:)``.
    public let slot: Int
    /// True where the key was not there before; its content is then that of this call.
    public let isNew: Bool
  }

  /// Finds a key, or puts it in with a content hash and a mark.
  @inline(__always)
  public mutating func insert(
    _ key: (UInt64, UInt32),
    _ content: UInt32,
    mark: UInt16 = 0
  ) -> Place {
    // Zero marks a free slot; a key that hashes to it is moved beside it.
    let rest = key.1 & Self.keyBits
    let low = key.0 == 0 && rest == 0 ? 1 << 16 : rest
    // The table is in memory, so five times its size is far from wrapping.
    assert(count >= 0 && slots.count <= Int.max / 5 - 1 && mask == slots.count - 1)
    if (count &+ 1) &* 5 > slots.count &* 4 { grow() }
    var index = Int(truncatingIfNeeded: key.0) & mask
    while true {
      let slot = slots[index]
      if slot.high == key.0, slot.low & Self.keyBits == low {
        return Place(slot: index, isNew: false)
      }
      if slot.isFree {
        slots[index] = Entry(high: key.0, low: low | UInt32(mark), content: content)
        count &+= 1
        return Place(slot: index, isNew: true)
      }
      index = (index &+ 1) & mask
    }
  }

  /// The content hash that is held for the key in a slot.
  public func content(_ slot: Int) -> UInt32 { slots[slot].content }

  /// Replaces the content hash of the key in a slot.
  public mutating func setContent(_ slot: Int, _ content: UInt32) { slots[slot].content = content }

  /// The mark that is held for the key in a slot.
  public func mark(_ slot: Int) -> UInt16 { UInt16(truncatingIfNeeded: slots[slot].low) }

  /// Replaces the mark of the key in a slot.
  public mutating func setMark(_ slot: Int, _ mark: UInt16) {
    slots[slot].low = slots[slot].low & Self.keyBits | UInt32(mark)
  }

  /// The position that is held for the key in a slot.
  public func position(_ slot: Int) -> Int64 { positions[slot] }

  /// Replaces the position of the key in a slot.
  public mutating func setPosition(_ slot: Int, _ position: Int64) { positions[slot] = position }

  private mutating func grow() {
    let size = slots.count * 2
    var larger = Array(repeating: Entry(high: 0, low: 0, content: 0), count: size)
    var moved: [Int64] = holdsPositions ? Array(repeating: 0, count: size) : []
    let newMask = size - 1
    for (old, slot) in slots.enumerated() where !slot.isFree {
      var index = Int(truncatingIfNeeded: slot.high) & newMask
      while !larger[index].isFree { index = (index &+ 1) & newMask }
      larger[index] = slot
      if holdsPositions { moved[index] = positions[old] }
    }
    slots = larger
    positions = moved
    mask = newMask
  }
}
