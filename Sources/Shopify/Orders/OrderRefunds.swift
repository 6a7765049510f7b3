import StageKit
import Wire

/// What the refunds of an order say: each by itself, and their sum.
///
/// REST has no total: it is the sum of the successful transactions of kind `refund`. GraphQL gives
/// each refund its `totalRefundedSet`.
struct OrderRefunds: ~Copyable {
  /// What was given back in all; nil where a refund does not say how much, or says it in another
  /// currency than the order's.
  private(set) var total: ExactDecimal?
  /// The refunds with an id, as records of `shopify_refunds` without store and order.
  private(set) var records: [Refund] = []
  /// True where a refund is in another currency than its order.
  private(set) var isForeign = false

  /// One refund.
  struct Refund {
    let id: [UInt8]
    let refundedAt: Timestamp?
    let amount: ExactDecimal?
    let currency: CurrencyCode?
  }

  /// Reads the `refunds` of an order, whose amounts have as many decimals as its total.
  init(_ list: JSONView, _ currency: CurrencyCode?, decimals: Int) throws(RecordFault) {
    var total: ExactDecimal? = ExactDecimal(coefficient: 0, scale: decimals)
    var isForeign = false
    var records: [Refund] = []
    try list.forEachItem { (refund) throws(RecordFault) in
      let entry = try Self.entry(refund, of: currency)
      // The same refund twice gives back once; with another amount nobody knows how much.
      if !entry.id.isEmpty, let known = records.first(where: { $0.id == entry.id }) {
        if known.amount != entry.amount { total = nil }
        return
      }
      if let other = entry.currency, let currency, other != currency { isForeign = true }
      total = entry.amount.flatMap { total?.adding($0) }
      if !entry.id.isEmpty { records.append(entry) }
    }
    self.total = isForeign || list.hasNextPage ? nil : total
    self.isForeign = isForeign
    self.records = records
  }

  /// Reads one refund of an order in a currency; its amount is nil where it does not say how much was given
  /// back.
  static func entry(
    _ refund: JSONView,
    of usual: CurrencyCode? = nil
  ) throws(RecordFault) -> Refund {
    var id: [UInt8] = []
    if let value = refund.member("id") {
      id = try ValueReader.identifier(value, "refunds.id")?.array ?? []
    }
    var time: Timestamp?
    if let value = refund.value(atFirstOf: [["processed_at"], ["created_at"], ["createdAt"]]) {
      time = try ValueReader.time(value, "refunds.created_at")
    }
    var amount: ExactDecimal?
    var currency: CurrencyCode?
    if let money = refund.value(at: ["totalRefundedSet", "shopMoney"]) {
      try read(money, "currencyCode", &amount, &currency, usual)
    } else if let transactions = refund.member("transactions"), transactions.isList {
      amount = .zero
      try transactions.forEachItem { (transaction) throws(RecordFault) in
        try add(transaction, &amount, &currency, usual)
      }
      // A page of them is not all of them.
      if transactions.hasNextPage { amount = nil }
    }
    return Refund(id: id, refundedAt: time, amount: amount, currency: currency)
  }

  /// Adds what a transaction gave back; one that failed or is of another kind gave nothing.
  private static func add(
    _ transaction: JSONView,
    _ sum: inout ExactDecimal?,
    _ currency: inout CurrencyCode?,
    _ usual: CurrencyCode?
  ) throws(RecordFault) {
    guard try says(transaction, "kind", "refund", orNothing: true),
      try says(transaction, "status", "success", orNothing: true)
    else { return }
    guard let kind = transaction.member("kind"), kind.kind != .null else {
      // It may have given something back.
      sum = nil
      return
    }
    var amount: ExactDecimal?
    if let money = transaction.value(at: ["amountSet", "shopMoney"]) {
      try read(money, "currencyCode", &amount, &currency, usual)
    } else {
      try read(transaction, "currency", &amount, &currency, usual)
    }
    sum = amount.flatMap { sum?.adding($0) }
  }

  private static func says(
    _ object: JSONView,
    _ member: String,
    _ word: StaticString,
    orNothing: Bool
  ) throws(RecordFault) -> Bool {
    guard let value = object.member(member),
      let text = try ValueReader.text(value, "refunds.transactions.\(member)")
    else { return orNothing }
    return text.equalsFolded(word)
  }

  private static func read(
    _ money: JSONView,
    _ currencyName: String,
    _ amount: inout ExactDecimal?,
    _ currency: inout CurrencyCode?,
    _ usual: CurrencyCode?
  ) throws(RecordFault) {
    if let value = money.member("amount") {
      amount = try ValueReader.total(value, "refunds.amount")
      var own = usual
      if let name = money.member(currencyName) {
        own = try ValueReader.currency(name, "refunds.currency") ?? usual
      }
      try ValueReader.check(amount, own, value, "refunds.amount")
    }
    guard let value = money.member(currencyName),
      let code = try ValueReader.currency(value, "refunds.currency")
    else { return }
    if let currency, currency != code {
      throw RecordFault(
        .currencyConflict,
        "is another currency than that of the refund's other transactions",
        "refunds.currency",
        value: value.text.text
      )
    }
    currency = code
  }
}
