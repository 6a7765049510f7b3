import StageKit
import Wire

/// Finds among claims the rows that sum up the others, such as `Total` below a report.
///
/// Such a row has a word for a sum in the place of its order, and nothing else that a claim has: no
/// time, no message and no person.
final class ClaimTotals {
  private let id: Int?
  private let name: Int?
  private let others: [Int]
  private let stage: Stage
  /// Taken once, since a static property is asked for by a call.
  private let sums = UniformWords.sumOfAll
  /// The line of the first such row; nil where there was none so far.
  private(set) var firstLine: Int?

  private static let own = [
    "order_at", "message_id", "message_name", "campaign_id", "campaign_name", "automation_name",
    "keyword_name", "sent_at", "clicked_at", "subscriber_id", "phone", "email",
  ]

  /// Prepares for a file of a profile; nil for one whose rows are no claims.
  init?(_ profile: Profile, _ match: HeaderMatch, _ stage: Stage) {
    guard profile.stream.name == StreamShape.attributedOrders.name else { return nil }
    id = match.columns["order_id"]
    name = match.columns["order_name"]
    self.stage = stage
    others = Self.own.compactMap { match.columns[$0] }
  }

  /// True for a row that is a sum, which is then counted.
  @inline(__always)
  func holds(_ record: RecordView) -> Bool {
    if let id, sums.mayBegin(record[id]) { return isSum(record) }
    if let name, sums.mayBegin(record[name]) { return isSum(record) }
    return false
  }

  @inline(never)
  private func isSum(_ record: RecordView) -> Bool {
    var isNamed = false
    for column in [id, name] {
      guard let column, !UnknownValue.contains(record[column].trimmed) else { continue }
      guard sums.contains(record[column]) else { return false }
      isNamed = true
    }
    guard isNamed, others.allSatisfy({ UnknownValue.contains(record[$0].trimmed) }) else {
      return false
    }
    stage.counts[.totalRows] += 1
    if firstLine == nil { firstLine = record.line }
    return true
  }
}

extension CountName {
  fileprivate static let totalRows = CountName("rows of totals")
}
