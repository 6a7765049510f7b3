/// What the refunds of an order come to that are records of their own.
struct RefundModel {
  /// Of those in the order's currency; nil where none has an amount.
  let amount: Int?
  private let isWholeAmountKnown: Bool

  init(_ records: [Known], _ currency: String?) {
    let own = records.filter { record in
      guard let currency, let other = record["currency"].string else { return true }
      return other.uppercased() == currency
    }
    let amounts = own.compactMap { $0["amount"].money }
    amount = amounts.isEmpty ? nil : amounts.reduce(0, +)
    isWholeAmountKnown = amounts.count == records.count
  }

  /// What went back of an order that says something of refunds, or nothing; nil where unknown.
  func givenBack(of total: Int?, _ stated: Int?, _ status: String) -> Int? {
    if status == "refunded" { return [stated, total].compactMap { $0 }.max() }
    if let stated { return max(stated, amount ?? stated) }
    guard isWholeAmountKnown else { return nil }
    // A status that knows of refunds says that there are none where it names none.
    guard ["", "partially_refunded"].contains(status) else { return max(0, amount ?? 0) }
    return amount == 0 ? nil : amount
  }
}
