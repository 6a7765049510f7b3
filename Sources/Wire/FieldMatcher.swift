/// Finds wanted fields among a record's members: each name has a slot, found in O(1) as a rule.
///
/// Records of one stream nearly always hold the same members in the same order. So the matcher
/// remembers which slot the member at each position had last, and a check of one name confirms it;
/// only a record of a new shape pays for a search. Slots hold a position in the member table.
public struct FieldMatcher: ~Copyable {
  /// The position of each wanted field in the table matched last, -1 where it is absent.
  public private(set) var positions: [Int32]
  /// The first slot whose name stood twice in the record matched last, else nil.
  ///
  /// A field that stands twice has no certain value; a stage that wants it rejects the record.
  public private(set) var duplicate: Int?
  /// The wanted names; a slot is an index into them.
  public let names: [String]
  private let keys: [[UInt8]]
  private var predicted: [Int32] = []

  /// Makes a matcher of those names, which must differ from each other.
  public init(_ names: [String]) {
    self.names = names
    keys = names.map { Array($0.utf8) }
    positions = Array(repeating: -1, count: names.count)
  }

  /// Looks the wanted fields up in a table of members of that line.
  public mutating func match(_ members: borrowing MemberTable, in line: ByteView) {
    duplicate = nil
    for slot in positions.indices { positions[slot] = -1 }
    while predicted.count < members.count { predicted.append(-1) }
    for index in 0..<members.count {
      let member = members[index]
      let slot = slotOf(member, at: index, in: line)
      if slot < 0 { continue }
      if positions[slot] >= 0, duplicate == nil { duplicate = slot }
      positions[slot] = Int32(truncatingIfNeeded: index)
    }
  }

  /// The slot of each member in turn: what ``match(_:in:)`` knows, for stages that want all.
  public mutating func slot(ofMemberAt index: Int, _ member: JSONMember, in line: ByteView) -> Int {
    while predicted.count <= index { predicted.append(-1) }
    return slotOf(member, at: index, in: line)
  }

  @inline(__always)
  private mutating func slotOf(_ member: JSONMember, at index: Int, in line: ByteView) -> Int {
    let guess = Int(predicted[index])
    if member.keyEscaped { return escapedSlot(member, in: line) }
    let key = member.key(in: line)
    if guess >= 0, keys[guess].withView({ key.equals($0) }) { return guess }
    if guess < -1, isMiss(~guess - 1, key) { return -1 }
    let found = keys.firstIndex { wanted in wanted.withView { key.equals($0) } } ?? -1
    predicted[index] = found >= 0 ? Int32(truncatingIfNeeded: found) : remember(key)
    return found
  }

  /// Names seen that nobody wants, so that they too are recognised with one comparison.
  private var misses: [[UInt8]] = []

  private func isMiss(_ index: Int, _ key: ByteView) -> Bool {
    index < misses.count && misses[index].withView { key.equals($0) }
  }

  private mutating func remember(_ key: ByteView) -> Int32 {
    if let known = misses.firstIndex(where: { miss in miss.withView { key.equals($0) } }) {
      return ~Int32(truncatingIfNeeded: known + 1)
    }
    // A stream whose names never repeat must not fill memory.
    guard misses.count < 1024 else { return -1 }
    misses.append(key.array)
    return ~Int32(truncatingIfNeeded: misses.count)
  }

  private func escapedSlot(_ member: JSONMember, in line: ByteView) -> Int {
    var decoded = ByteBuffer()
    _ = JSONString.decode(member.key(in: line), into: &decoded)
    return keys.firstIndex { $0.withView { decoded.view.equals($0) } } ?? -1
  }
}
