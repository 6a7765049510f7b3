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

/// Claims of a file, and the names of their orders.
struct ClaimTable {
  private let hash = KeyHash()
  private var orders = ClaimedOrders()
  private var claims = FirstByKey()

  /// What the claim of a record is, which is noted where it is new.
  mutating func note(_ record: ByteView, _ values: ClaimValues, line: Int) -> ClaimStanding {
    let renamed = orders.conflictingLine(record, values, line: line)
    if renamed > 0 { return .renamed(line: renamed) }
    var key = hash.content(record[values.reference])
    key = hash.pair(key, hash.content(record[values.message]))
    key = hash.pair(key, hash.content(record[values.platform]))
    key = hash.pair(key, hash.content(record[values.store]))
    let claim = RowMark(content: hash.content(record), line: line)
    guard let first = claims.first(of: key, orNow: claim.word).map({ RowMark($0) }) else {
      return .new
    }
    return first.content == claim.content ? .repeated : .contradicted(line: Int(first.line))
  }
}
