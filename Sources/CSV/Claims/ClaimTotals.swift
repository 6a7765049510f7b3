import Wire

/// Finds among claims the rows that sum up the others, such as `Total` below a report.
///
/// Such a row has words for a sum in the place of its order, such as `Grand Total (USD)`, and nothing
/// else that a claim has: no time, no message and no person.
struct ClaimTotals {
  private let id: Int?
  private let name: Int?
  private let others: [Int]
  /// Taken once, since a static property is asked for by a call.
  private let sums = Self.words

  /// In the place of an order these mean no more than a sum, which they do not as a message's name.
  private static let words = UniformWords.sumOfAll.adding([
    "reporttotal", "reporttotals", "average", "averages",
  ])
  /// What only a claim has.
  private static let own = [
    "order_at", "order_date", "message_id", "message_name", "campaign_id", "campaign_name",
    "automation_name", "keyword_name", "sent_at", "clicked_at", "subscriber_id", "phone", "email",
  ]

  /// Prepares for a file of a profile; nil for one whose rows are no claims.
  init?(_ profile: Profile, _ match: HeaderMatch) {
    guard profile.stream.name == StreamShape.attributedOrders.name else { return nil }
    id = match.columns["order_id"]
    name = match.columns["order_name"]
    others = Self.own.compactMap { match.columns[$0] }
  }

  /// The column of the orders, where a field that begins with a digit makes no sum; nil for none.
  var column: Int? { id ?? name }

  /// True for a row that is a sum.
  @inline(__always)
  func isSum(_ record: RecordView) -> Bool {
    if let id, sums.mayBegin(record[id]) { return isNamedSum(record) }
    if let name, sums.mayBegin(record[name]) { return isNamedSum(record) }
    return false
  }

  @inline(never)
  private func isNamedSum(_ record: RecordView) -> Bool {
    var isNamed = false
    for column in [id, name] {
      guard let column, !UnknownValue.contains(record[column].trimmed) else { continue }
      guard names(record[column]) else { return false }
      isNamed = true
    }
    return isNamed && others.allSatisfy { UnknownValue.contains(record[$0].trimmed) }
  }

  /// True for words for a sum, which may have their currency behind them.
  private func names(_ field: Field) -> Bool {
    if sums.contains(field) { return true }
    let unit = HeaderUnit(field.text)
    guard unit.currency != nil || unit.sign != nil else { return false }
    return sums.contains(normalized: HeaderName.normalizedWithoutUnit(field.text))
  }
}
