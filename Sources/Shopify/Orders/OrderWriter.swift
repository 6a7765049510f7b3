import StageKit
import Wire

/// Writes an order of the Admin API as a record of `shopify_orders`, and its refunds.
///
/// A field that the order lacks is left out: its source does not know it. One that is null, or
/// blank, is null: it has no value. Only the total of refunds is then left out: what was given back
/// does not come to have been nothing.
struct OrderWriter: ~Copyable {
  /// The first steps of all ways, so that the members of an order are looked up at once.
  private var matcher: FieldMatcher
  /// For each column the ways to it: the slot of the first step, and the steps behind it.
  private let ways: [[Way]]
  /// For each column the ways to the currency that its amount names.
  private let ownCurrencies: [[Way]]
  /// For each column its key in JSON, with the comma before it, and its name in messages.
  private let keys: [(json: [UInt8], field: String)]
  private let refundSlot: Int
  private let lineSlots: [Int]
  private let currencyWays: [Way]
  private let totalWays: [Way]
  private let refundedWays: [Way]
  private let statusWays: [Way]
  private let quantitySlot: Int
  private let deletedSlot: Int
  private let store: String
  private let refundWriter: RefundWriter
  /// True where a refund of the order written last is in another currency.
  private(set) var hasForeignRefund = false
  /// How many refunds of the order written last do not say how much they gave back.
  private(set) var refundsWithoutAmount = 0

  private struct Way {
    let slot: Int
    let rest: [String]
  }

  init(store: String) {
    var names: [String] = []
    func slot(_ name: String) -> Int {
      if let known = names.firstIndex(of: name) { return known }
      names.append(name)
      return names.count - 1
    }
    let ways = OrderColumn.all.map { column in
      column.paths.map { Way(slot: slot($0[0]), rest: Array($0.dropFirst())) }
    }
    ownCurrencies = OrderColumn.all.map { column in
      column.currencyPaths.map { Way(slot: slot($0[0]), rest: Array($0.dropFirst())) }
    }
    func way(to name: String) -> [Way] {
      OrderColumn.all.firstIndex { $0.name == name }.map { ways[$0] } ?? []
    }
    self.ways = ways
    keys = OrderColumn.all.map { column in
      (Array(",\"\(column.name)\":".utf8), column.paths[0].joined(separator: "."))
    }
    currencyWays = way(to: "currency")
    totalWays = way(to: "total_price")
    refundedWays = way(to: Self.refunded)
    statusWays = way(to: "financial_status")
    quantitySlot = slot("subtotalLineItemsQuantity")
    deletedSlot = slot(OrderStreams.deletedAt)
    refundSlot = slot("refunds")
    lineSlots = [slot("line_items"), slot("lineItems")]
    matcher = FieldMatcher(names)
    self.store = JSONValue.string(store).text
    refundWriter = RefundWriter(store: store)
  }

  /// Appends the record of an order, and to another buffer a line for each of its refunds.
  ///
  /// - Parameters:
  ///   - record: the members of the order.
  ///   - line: the line in which they lie.
  ///   - frame: what stands around a record of a stream.
  ///   - output: takes the order.
  ///   - refunds: takes the refunds.
  /// - Returns: the number of refunds.
  /// - Throws: ``RecordFault``; what was appended by then is of no use.
  mutating func write(
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ frame: RecordFrame,
    _ output: inout ByteBuffer,
    refunds: inout ByteBuffer
  ) throws(RecordFault) -> Int {
    matcher.match(record, in: line)
    if let slot = matcher.duplicate { throw .duplicate(matcher.names[slot]) }
    hasForeignRefund = false
    refundsWithoutAmount = 0
    frame.begin(OrderStreams.orders, to: &output)
    output.append("\"store_id\":")
    output.append(store)
    var id = 0..<0
    var currency: CurrencyCode?
    if let value = value(currencyWays, record, line) {
      currency = try ValueReader.currency(value, "currency")
    }
    for (index, column) in OrderColumn.all.enumerated() {
      guard let value = value(ways[index], record, line) else {
        if column.isRequired { throw .missing(column.paths[0][0]) }
        continue
      }
      // No total of refunds is none that is nothing: the refunds themselves may tell.
      if column.name == Self.refunded, value.kind == .null { continue }
      try check(currency, ownCurrencies[index], keys[index].field, record, line)
      if index == 0 { _ = try ValueReader.orderID(value, keys[index].field) }
      output.append(keys[index].json)
      let mark = output.count
      let isKnown = try ValueWriter.write(value, column.kind, keys[index].field, to: &output)
      if isKnown, [.money, .total, .deduction].contains(column.kind) {
        let amount = try ValueReader.decimal(value, keys[index].field)
        try ValueReader.check(amount, currency, value, keys[index].field)
      }
      if !isKnown, column.isRequired { throw .missing(keys[index].field) }
      if index == 0 { id = mark..<output.count }
    }
    let count = try writeRefunds(record, line, frame, id, currency, &output, &refunds)
    try writeLines(record, line, &output)
    if let deleted = member(deletedSlot, record, line) {
      try ValueWriter.write(deletedAt: deleted, to: &output)
    }
    frame.end(line, to: &output)
    return count
  }

  private static let refunded = "total_refunded"

  /// Refuses an amount that names another currency than its order.
  private func check(
    _ currency: CurrencyCode?,
    _ ways: [Way],
    _ field: String,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) {
    guard let currency, !ways.isEmpty, let value = value(ways, record, line),
      let own = try ValueReader.currency(value, field), own != currency
    else { return }
    throw ValueReader.fault(
      .currencyConflict,
      "is another currency than that of the order",
      value,
      field
    )
  }

  private func begin(_ name: String, _ output: inout ByteBuffer) {
    output.append(",\"")
    output.append(name)
    output.append("\":")
  }

  /// The value on the first way that the order has; nil where its source does not know it.
  @_lifetime(copy line)
  private func value(
    _ ways: [Way],
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) -> JSONView? {
    for way in ways {
      guard let value = member(way.slot, record, line) else { continue }
      if let found = value.value(at: way.rest) { return found }
    }
    return nil
  }

  @_lifetime(copy line)
  private func member(
    _ slot: Int,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) -> JSONView? {
    let position = Int(matcher.positions[slot])
    return position < 0 ? nil : JSONView(record[position], in: line)
  }

  /// Writes the sum of the refunds, where the order has no total of them, and each refund.
  private mutating func writeRefunds(
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ frame: RecordFrame,
    _ id: Range<Int>,
    _ currency: CurrencyCode?,
    _ output: inout ByteBuffer,
    _ refunds: inout ByteBuffer
  ) throws(RecordFault) -> Int {
    guard let list = member(refundSlot, record, line), list.kind != .null else { return 0 }
    guard list.isList else {
      throw ValueReader.fault(.wrongType, "is not an array of refunds", list, "refunds")
    }
    var decimals = 0
    if let value = value(totalWays, record, line) {
      decimals = try ValueReader.decimal(value, "total_price")?.scale ?? 0
    }
    let found = try OrderRefunds(list, currency, decimals: decimals)
    hasForeignRefund = found.isForeign
    let stated = value(refundedWays, record, line)
    if let total = found.total, stated == nil || stated?.kind == .null,
      !total.isZero || !isRefunded(record, line)
    {
      begin(Self.refunded, &output)
      total.write(to: &output)
    }
    refundsWithoutAmount = found.records.count { $0.amount == nil }
    for entry in found.records {
      refundWriter.write(entry, currency, frame, line, order: output.view[id], to: &refunds)
    }
    return found.records.count
  }

  /// True for an order of which something was given back, as its state says.
  private func isRefunded(_ record: borrowing MemberTable, _ line: ByteView) -> Bool {
    guard let status = value(statusWays, record, line) else { return false }
    return status.text.trimmed.equalsFolded("refunded")
      || status.text.trimmed.equalsFolded("partially_refunded")
  }

  /// Writes the line items and how many pieces they are.
  private func writeLines(
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ output: inout ByteBuffer
  ) throws(RecordFault) {
    for slot in lineSlots {
      guard let list = member(slot, record, line), list.kind != .null else { continue }
      guard list.isList else {
        throw ValueReader.fault(.wrongType, "is not an array of line items", list, "line_items")
      }
      begin("line_items", &output)
      output.append("[")
      var count = 0
      var quantity: ExactDecimal? = .zero
      try list.forEachItem { (item) throws(RecordFault) in
        if count > 0 { output.append(",") }
        count += 1
        let pieces = try Self.write(lineItem: item, &output)
        quantity = pieces.flatMap { quantity?.adding($0) }
      }
      output.append("]")
      if list.hasNextPage { quantity = try statedQuantity(record, line) }
      if let quantity, count > 0 {
        begin("line_item_quantity", &output)
        quantity.write(to: &output)
      }
      return
    }
  }

  /// How many pieces an order says that it has, where its list of them is only a page; nil where it does
  /// not.
  private func statedQuantity(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> ExactDecimal? {
    guard let value = member(quantitySlot, record, line) else { return nil }
    return try ValueReader.decimal(value, "subtotalLineItemsQuantity")
  }

  /// Writes a line item; returns its quantity, or nil where that is unknown.
  private static func write(
    lineItem item: JSONView,
    _ output: inout ByteBuffer
  ) throws(RecordFault) -> ExactDecimal? {
    var quantity: ExactDecimal?
    var separator = UInt8(ascii: "{")
    for entry in LineItemMember.table {
      output.append(separator)
      separator = UInt8(ascii: ",")
      output.append(entry.key)
      guard let value = item.value(atFirstOf: entry.paths) else {
        output.append("null")
        continue
      }
      if entry.member == .quantity { quantity = try ValueReader.decimal(value, entry.field) }
      _ = try ValueWriter.write(value, entry.kind, entry.field, to: &output)
    }
    output.append("}")
    return quantity
  }
}
