import StageKit
import Wire

/// Writes refunds as records of `shopify_refunds`: those of an order, and those that a tap delivers as a
/// stream of their own.
struct RefundWriter {
  private let store: String

  init(store: String) { self.store = JSONValue.string(store).text }

  /// Appends the record of a refund of an order and a line break.
  ///
  /// - Parameters:
  ///   - refund: the refund.
  ///   - currency: the currency where the refund names none.
  ///   - frame: what stands around a record of a stream.
  ///   - line: the line in which it lies.
  ///   - order: the order's id, in quotes.
  ///   - output: takes the record.
  func write(
    _ refund: OrderRefunds.Refund,
    _ currency: CurrencyCode?,
    _ frame: RecordFrame,
    _ line: ByteView,
    order: ByteView,
    to output: inout ByteBuffer
  ) {
    begin(refund, frame, order: order, to: &output)
    write(refund.amount, refund.currency ?? currency, to: &output)
    frame.end(line, to: &output)
    output.append("\n")
  }

  /// Appends the record of a refund that stands by itself and a line break.
  ///
  /// What it does not say of amount and currency is left out, since the order may say it.
  ///
  /// - Returns: false where the amount is not known.
  /// - Throws: ``RecordFault`` for a refund without id, order or time, and for values that cannot be
  ///   read; what was appended by then is of no use.
  func write(
    alone record: JSONView,
    _ frame: RecordFrame,
    _ line: ByteView,
    to output: inout ByteBuffer
  ) throws(RecordFault) -> Bool {
    do throws(RecordFault) {
      let refund = try OrderRefunds.entry(record)
      if refund.id.isEmpty { throw .missing("id") }
      if refund.refundedAt == nil { throw .missing("created_at") }
      var order: [UInt8] = []
      if let value = record.value(atFirstOf: [["order_id"], ["order", "id"]]) {
        order = try ValueReader.orderID(value, "order_id")?.array ?? []
      }
      if order.isEmpty { throw .missing("order_id") }
      order = [UInt8(ascii: "\"")] + order + [UInt8(ascii: "\"")]
      order.withView { begin(refund, frame, order: $0, to: &output) }
      write(refund.amount, refund.currency, to: &output)
      if let deleted = record.member(OrderStreams.deletedAt) {
        try ValueWriter.write(deletedAt: deleted, to: &output)
      }
      frame.end(line, to: &output)
      output.append("\n")
      return refund.amount != nil
    } catch {
      var fault = error
      let prefix = "refunds."
      if let field = fault.field, field.hasPrefix(prefix) {
        fault.field = String(field.dropFirst(prefix.count))
      }
      throw fault
    }
  }

  /// What is not known is left out: another source may tell it.
  private func write(
    _ amount: ExactDecimal?,
    _ currency: CurrencyCode?,
    to output: inout ByteBuffer
  ) {
    if let amount {
      output.append(",\"amount\":")
      amount.write(to: &output)
    }
    if let currency {
      output.append(",\"currency\":")
      ValueWriter.write(currency, to: &output)
    }
  }

  private func begin(
    _ refund: OrderRefunds.Refund,
    _ frame: RecordFrame,
    order: ByteView,
    to output: inout ByteBuffer
  ) {
    frame.begin(OrderStreams.refunds, to: &output)
    output.append("\"store_id\":")
    output.append(store)
    output.append(",\"refund_id\":")
    refund.id.withView { _ = ValueWriter.write($0, to: &output) }
    output.append(",\"order_id\":")
    output.append(order)
    if let time = refund.refundedAt {
      output.append(",\"refunded_at\":\"")
      time.write(to: &output)
      output.append("\"")
    }
  }
}
