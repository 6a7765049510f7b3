import StageKit
import Wire

/// What one file has said of each claim so far, sixteen bytes each in a table half full.
///
/// A claim is one message's to one order: two messages of an order are two claims. The same claim twice
/// is one; with another amount, currency or touch nobody knows which of the two rows is right, and the
/// loader would take either.
final class ClaimRows {
  /// What a claim is beside those before it.
  enum ClaimStanding: Equatable {
    case new
    case repeated
    /// The row on that line has the same claim, and says something else of it.
    case contradicted(line: Int)
  }

  /// The claim of a row; one of line 0 is none.
  private struct ClaimSlot: BitwiseCopyable {
    var key: UInt64 = 0
    var content: UInt32 = 0
    var line: UInt32 = 0
  }

  /// The steps whose values tell one claim from another.
  private let steps: [Int]
  private let hash = KeyHash()
  private var slots = [ClaimSlot](repeating: ClaimSlot(), count: 1 << 10)
  private var count = 0

  /// Prepares for a file of a profile, whose records have these columns; nil for one of no claims.
  init?(_ profile: Profile, columns: [String]) {
    let stream = StreamShape.attributedOrders
    guard profile.stream.name == stream.name else { return nil }
    steps = stream.keyProperties.compactMap { columns.firstIndex(of: $0) }
  }

  /// What the claim of a row is whose record was written, with the places of its values.
  func standing(of record: ByteView, _ table: borrowing StepTable, line: Int) -> ClaimStanding {
    var key: UInt64 = 0
    for step in steps { key = hash.pair(key, hash.content(record[table.value(step)])) }
    let slot = ClaimSlot(
      key: key,
      content: UInt32(truncatingIfNeeded: hash.content(record)),
      line: UInt32(clamping: line)
    )
    let place = place(of: key)
    let first = slots[place]
    if first.line > 0 {
      return first.content == slot.content ? .repeated : .contradicted(line: Int(first.line))
    }
    slots[place] = slot
    count += 1
    if count * 2 > slots.count { grow() }
    return .new
  }

  /// Where the slot of a key is, or would be.
  private func place(of key: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: key >> UInt64(64 - slots.count.trailingZeroBitCount))
    while slots[place].line != 0, slots[place].key != key {
      place = (place + 1) & (slots.count - 1)
    }
    return place
  }

  private func grow() {
    let old = slots
    slots = [ClaimSlot](repeating: ClaimSlot(), count: old.count * 2)
    for slot in old where slot.line != 0 { slots[place(of: slot.key)] = slot }
  }
}
