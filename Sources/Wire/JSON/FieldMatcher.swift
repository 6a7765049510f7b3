/// Finds wanted fields among a record's members: each name has a slot, found in O(1) as a rule.
///
/// Records of one stream nearly always hold the same members in the same order. So the matcher
/// remembers which name the member at each position had last, and a comparison with that name
/// confirms it; only a record of a new shape pays for a search. Unwanted names are
/// remembered too. Slots hold a position in the member table.
public struct FieldMatcher: ~Copyable {
  /// The position of each wanted field in the table matched last, -1 where it is absent.
  public private(set) var positions: [Int32]
  /// The first slot whose name appeared twice in the record matched last, else nil.
  ///
  /// A field that appears twice has no certain value; a stage that wants it rejects the record.
  public private(set) var duplicate: Int?
  /// The wanted names; a slot is an index into them.
  public let names: [String]
  /// The bytes of all known names, wanted ones first.
  private var text = ByteBuffer()
  /// Where each known name begins in `text`; one more than there are names.
  private var starts: [Int32] = [0]
  /// The known name that the member at each position had last.
  private var predicted: [KnownName] = []

  /// A known name, -1 for none, and where it lies in `text`.
  private struct KnownName: BitwiseCopyable {
    var name: Int32 = -1
    var start: Int32 = 0
    var end: Int32 = -1
  }

  /// One bit for each length that a wanted name has; lengths from 63 share a bit.
  private var lengths: UInt64 = 0

  /// The most unwanted names remembered: a stream whose names never repeat must not fill
  /// memory.
  private static let unwantedLimit = 1024

  /// Makes a matcher of those names, which must differ from each other.
  public init(_ names: [String]) {
    self.names = names
    positions = Array(repeating: -1, count: names.count)
    for name in names {
      text.append(Array(name.utf8))
      lengths |= 1 << UInt64(min(name.utf8.count, 63))
      starts.append(Int32(truncatingIfNeeded: text.count))
    }
  }

  /// Looks the wanted fields up in a table of members of that line.
  public mutating func match(_ members: borrowing MemberTable, in line: ByteView) {
    duplicate = nil
    for slot in 0..<positions.count { positions[slot] = -1 }
    let wanted = positions.count
    for index in 0..<members.count {
      let member = members[index]
      let length = UInt64(truncatingIfNeeded: min(member.keyEnd &- member.keyStart, 63))
      if lengths & (1 &<< length) == 0, !member.keyEscaped { continue }
      let name = knownName(member, at: index, in: line)
      if UInt(bitPattern: name) >= UInt(bitPattern: wanted) { continue }
      if positions[name] >= 0, duplicate == nil { duplicate = name }
      positions[name] = Int32(truncatingIfNeeded: index)
    }
  }

  /// The slot of one member, -1 where it is not wanted; for stages that take members in turn.
  public mutating func slot(ofMemberAt index: Int, _ member: JSONMember, in line: ByteView) -> Int {
    let name = knownName(member, at: index, in: line)
    return name < positions.count ? name : -1
  }

  /// The index of a member's name among the known ones, or -1.
  @inline(__always)
  private mutating func knownName(_ member: JSONMember, at index: Int, in line: ByteView) -> Int {
    if index < predicted.count, !member.keyEscaped {
      let guess = predicted[index]
      let (start, end) = (Int(guess.start), Int(guess.end))
      let key = member.key(in: line)
      if end &- start == key.count, isText(start, end, key) { return Int(guess.name) }
    }
    return search(member, at: index, in: line)
  }

  /// Whether a key is the text at a place, which is as long: most are of eight bytes or more.
  @inline(__always)
  private func isText(_ start: Int, _ end: Int, _ key: ByteView) -> Bool {
    let known = text.view[start, end]
    guard key.count >= 8, key.count <= 16 else { return known.equals(key) }
    let last = key.count &- 8
    return known.word(at: 0) == key.word(at: 0) && known.word(at: last) == key.word(at: last)
  }

  private func isName(_ index: Int, _ key: ByteView) -> Bool {
    let start = Int(starts[index])
    let end = Int(starts[index &+ 1])
    return end &- start == key.count && text.view[start, end].equals(key)
  }

  @inline(never)
  private mutating func search(_ member: JSONMember, at index: Int, in line: ByteView) -> Int {
    if member.keyEscaped { return escapedName(member, in: line) }
    while predicted.count <= index { predicted.append(KnownName()) }
    let key = member.key(in: line)
    let found = (0..<starts.count - 1).first { isName($0, key) } ?? remember(key)
    predicted[index] =
      found < 0
      ? KnownName()
      : KnownName(
        name: Int32(truncatingIfNeeded: found),
        start: starts[found],
        end: starts[found + 1]
      )
    return found
  }

  private mutating func remember(_ key: ByteView) -> Int {
    guard starts.count <= names.count + Self.unwantedLimit else { return -1 }
    text.append(key)
    starts.append(Int32(truncatingIfNeeded: text.count))
    return starts.count - 2
  }

  private func escapedName(_ member: JSONMember, in line: ByteView) -> Int {
    var decoded = ByteBuffer()
    _ = JSONString.decode(member.key(in: line), into: &decoded)
    return (0..<names.count).first { isName($0, decoded.view) } ?? -1
  }
}
