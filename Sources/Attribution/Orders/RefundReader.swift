import StageKit
import Wire

/// One version of a refund, as a record of `shopify_refunds` tells it.
struct RefundVersion: ~Escapable {
  /// The store of the order.
  let store: ByteView
  /// Its own id.
  let id: ByteView
  /// The order that was refunded; nil where the record names none.
  let order: ByteView?
  /// Whether it has a field for that: none at all says nothing.
  let tellsOrder: Bool
  /// What was given back, where the record says it.
  var amount: Told<ExactDecimal> = .nothing
  /// The currency of that.
  var currency: Told<CurrencyCode> = .nothing

  @_lifetime(copy store, copy id, copy order)
  init(store: ByteView, id: ByteView, order: ByteView?, tellsOrder: Bool) {
    self.store = store
    self.id = id
    self.order = order
    self.tellsOrder = tellsOrder
  }
}

/// What a record says of a field: nothing, where its source has no such field, is not null.
enum Told<Value: Equatable>: Equatable {
  case nothing
  case value(Value?)
}

/// Reads records of `shopify_refunds`.
struct RefundReader: ~Copyable {
  private enum RefundField: Int, FieldSlot {
    case store, id, order, amount, currency

    var name: String {
      switch self {
      case .store: "store_id"
      case .id: "refund_id"
      case .order: "order_id"
      case .amount: "amount"
      case .currency: "currency"
      }
    }
  }

  private var fields = RecordFields<RefundField>()

  /// Finds the fields of a record; to be called first.
  mutating func find(_ record: borrowing MemberTable, _ line: ByteView) throws(RecordFault) {
    try fields.find(record, line)
  }

  /// The store of the refund, `default` where the record names none.
  @_lifetime(borrow self, copy line)
  func store(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> ByteView {
    try fields.store(.store, record, line)
  }

  /// Which refund of which order it is, without its amount.
  @_lifetime(borrow self, copy line)
  func refund(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> RefundVersion {
    guard let id = try fields.identifier(.id, record, line) else {
      throw RecordFault(.missingValue, "the refund has no id", RefundField.id.name)
    }
    let order = try fields.identifier(.order, record, line)
    let tellsOrder = fields.present & 1 << UInt32(RefundField.order.rawValue) != 0
    return RefundVersion(
      store: try store(record, line),
      id: id,
      order: order,
      tellsOrder: tellsOrder
    )
  }

  /// Reads the amount; what could be read stays in the refund where it throws.
  func read(
    _ refund: inout RefundVersion,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) {
    let present = fields.present
    // An amount that cannot be read is unknown.
    if present & 1 << UInt32(RefundField.amount.rawValue) != 0 { refund.amount = .value(nil) }
    if present & 1 << UInt32(RefundField.currency.rawValue) != 0 { refund.currency = .value(nil) }
    if let currency = try fields.currency(.currency, record, line) {
      refund.currency = .value(currency)
    }
    if let amount = try fields.decimal(.amount, record, line) { refund.amount = .value(amount) }
  }
}
