import StageKit
import Wire

/// Looks at each row of claims beside those before it: each once, since to lend a record costs as much
/// as the look.
struct ClaimCheck {
  /// Why a row is no claim that can be written.
  enum ClaimFinding {
    /// It sums up the others.
    case sum
    /// It contradicts a row before it.
    case conflict(RecordFault)

    /// The fault of a row that is one.
    var fault: RecordFault? { if case .conflict(let fault) = self { fault } else { nil } }
  }

  /// The rows that are sums.
  let totals: ClaimTotals
  /// The orders of the rows before; nil where they have no ids beside names.
  private var orders: ClaimedOrders?

  /// Prepares for a file of a profile; nil for one whose rows are no claims.
  init?(_ profile: Profile, _ match: HeaderMatch, _ stage: Stage) {
    guard let totals = ClaimTotals(profile, match, stage) else { return nil }
    self.totals = totals
    orders = ClaimedOrders(profile, match)
  }

  /// What is to be said of a row; nil for nearly all.
  @inline(__always)
  mutating func finding(_ record: RecordView) -> ClaimFinding? {
    if totals.holds(record) { return .sum }
    guard let line = orders?.conflictingLine(record), line > 0 else { return nil }
    return orders.map { .conflict($0.fault(record, line: line)) }
  }
}
