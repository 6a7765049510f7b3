import Wire

/// What a claim is beside those before it in a file.
enum ClaimStanding: Equatable {
  case new
  case repeated
  /// The row on that line has the same claim, and says something else of it.
  case contradicted(line: Int)
  /// The row on that line has the same id of an order, under another name.
  case renamed(line: Int)
}

/// The steps of a plan that write what tells one claim from another; -1 for one that there is not.
struct ClaimSteps {
  fileprivate let store: Int
  fileprivate let platform: Int
  /// Writes the id of the order, or its name where it has none.
  let reference: Int
  fileprivate let message: Int
  fileprivate let id: Int
  fileprivate let name: Int

  /// Finds the steps among the columns of a record.
  init(_ columns: [String]) {
    func step(_ name: String) -> Int { columns.firstIndex(of: name) ?? -1 }
    store = step("store_id")
    platform = step("source_system")
    reference = step("order_ref")
    message = step("message_id")
    id = step("order_id")
    name = step("order_name")
  }
}

/// Where the values lie in a record that tell one claim from another; empty for what is unknown.
struct ClaimValues {
  fileprivate let store: Range<Int>
  fileprivate let platform: Range<Int>
  fileprivate let reference: Range<Int>
  fileprivate let message: Range<Int>
  let id: Range<Int>
  let name: Range<Int>

  /// Takes the places of the record written last, or of the one that was kept.
  init(_ steps: ClaimSteps, _ written: borrowing StepTable, ofKept isKept: Bool = false) {
    func place(_ step: Int) -> Range<Int> {
      if step < 0 { return 0..<0 }
      return isKept ? written.keptValue(step) : written.value(step)
    }
    store = place(steps.store)
    platform = place(steps.platform)
    reference = place(steps.reference)
    message = place(steps.message)
    id = place(steps.id)
    name = place(steps.name)
  }
}

/// Claims of a file, sixteen bytes each in a table half full.
struct ClaimTable {
  /// The claim of a row; one of line 0 is none.
  private struct ClaimSlot: BitwiseCopyable {
    var key: UInt64 = 0
    var content: UInt32 = 0
    var line: UInt32 = 0
  }

  private let hash = KeyHash()
  private var orders = ClaimedOrders()
  private var slots = [ClaimSlot](repeating: ClaimSlot(), count: 1 << 10)
  private var count = 0

  /// What the claim of a record is, which is noted where it is new.
  mutating func note(_ record: ByteView, _ values: ClaimValues, line: Int) -> ClaimStanding {
    let renamed = orders.conflictingLine(record, values, line: line)
    if renamed > 0 { return .renamed(line: renamed) }
    var key = hash.content(record[values.reference])
    key = hash.pair(key, hash.content(record[values.message]))
    key = hash.pair(key, hash.content(record[values.platform]))
    key = hash.pair(key, hash.content(record[values.store]))
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

  private mutating func grow() {
    let old = slots
    slots = [ClaimSlot](repeating: ClaimSlot(), count: old.count * 2)
    for slot in old where slot.line != 0 { slots[place(of: slot.key)] = slot }
  }
}
