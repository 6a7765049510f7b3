import Policy
import StageKit
import Wire

/// One version of an order, as a record of `shopify_orders` tells it.
struct OrderVersion: ~Escapable {
  /// The store of the order.
  let store: ByteView
  /// Its id.
  let id: OrderID
  /// Its name; nil where it has none or it cannot be read.
  let name: ByteView?
  /// All that is no text.
  let facts: OrderFacts

  @_lifetime(copy store, copy id, copy name)
  init(store: ByteView, id: OrderID, name: ByteView?, _ facts: OrderFacts) {
    self.store = store
    self.id = id
    self.name = name
    self.facts = facts
  }
}

/// What a version of an order says besides its texts.
struct OrderFacts {
  /// When Shopify changed it last.
  var updatedAt: Timestamp?
  /// When the source was observed.
  var extractedAt: Timestamp?
  /// What it says; nil where that cannot be read.
  var order: Order?
  /// The amounts that this rests on.
  var money = OrderMoney()
  /// Whether a tag or the sales channel excludes the order.
  var isExcluded = false
  /// One bit for each field that its source knows: see ``OrderReader/names(ofFields:)``.
  var fields: UInt32 = 0
}

/// Reads records of `shopify_orders`.
struct OrderReader: ~Copyable {
  private enum OrderField: Int, FieldSlot {
    case store, id, name, createdAt, processedAt, updatedAt
    case cancelledAt, test, status, currency, subtotal, total
    case refunded, email, phone, tags, source, kind

    var name: String {
      switch self {
      case .store: "store_id"
      case .id: "order_id"
      case .name: "order_name"
      case .createdAt: "created_at"
      case .processedAt: "processed_at"
      case .updatedAt: "updated_at"
      case .cancelledAt: "cancelled_at"
      case .test: "test"
      case .status: "financial_status"
      case .currency: "currency"
      case .subtotal: "subtotal_price"
      case .total: "total_price"
      case .refunded: "total_refunded"
      case .email: "email"
      case .phone: "phone"
      case .tags: "tags"
      case .source: "source_name"
      case .kind: "order_kind"
      }
    }
  }

  private var fields = RecordFields<OrderField>()
  private var contacts: ContactHasher
  /// The rules of each policy.
  let allRules: [OrderRules]
  /// Those of the store of the order being read.
  private var rules: OrderRules
  private var place = 0

  init(_ policies: StorePolicies, _ hash: KeyHash) {
    let kinds = OrderKindRules(policies.orderKindRules)
    allRules = policies.list.map { OrderRules($0, kinds) }
    rules = allRules[0]
    contacts = ContactHasher(hash, rules.callingCode)
  }

  /// Takes the rules of a policy for the orders to come.
  @inline(__always)
  mutating func use(_ place: Int) {
    if place == self.place { return }
    self.place = place
    rules = allRules[place]
    contacts.use(rules.callingCode)
  }

  /// Finds the fields of a record; to be called first.
  mutating func find(_ record: borrowing MemberTable, _ line: ByteView) throws(RecordFault) {
    try fields.find(record, line)
  }

  /// The names of the fields that a verdict needs, of those with a bit.
  static func names(ofFields bits: UInt32) -> [String] {
    OrderField.allCases.filter { bits & (1 << UInt32($0.rawValue)) != 0 }.map(\.name)
  }

  /// The store of the order, `default` where the record names none.
  @_lifetime(borrow self, copy line)
  func store(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> ByteView {
    try fields.store(.store, record, line)
  }

  /// The name of the order.
  @_lifetime(borrow self, copy line)
  func name(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> ByteView? {
    try fields.identifier(.name, record, line)
  }

  /// The id of the order.
  @_lifetime(borrow self, copy line)
  func id(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> OrderID {
    guard let text = try fields.identifier(.id, record, line), let id = OrderID(text) else {
      throw RecordFault(.missingValue, "the order has no id", OrderField.id.name)
    }
    return id
  }

  /// Reads what the order says besides its texts.
  ///
  /// What could be read stays in the facts where it throws.
  mutating func read(
    _ facts: inout OrderFacts,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) {
    facts.updatedAt = try fields.time(.updatedAt, record, line)
    let processed = try fields.time(.processedAt, record, line)
    let created = try fields.time(.createdAt, record, line)
    var order = Order()
    order.time = processed ?? created
    order.currency = try fields.currency(.currency, record, line) ?? rules.defaultCurrency
    let status = PaymentStatus(try fields.string(.status, record, line))
    order.faults = status.faults
    facts.money = try money(status, record, line)
    let settled = facts.money.settled(nil, rules)
    order.revenue = settled.revenue
    order.faults.formUnion(settled.faults)
    if try fields.time(.cancelledAt, record, line) != nil {
      order.faults.insert(.orderCancelled)
    }
    if try isTest(record, line) { order.faults.insert(.orderTest) }
    facts.isExcluded = try isExcluded(record, line)
    if facts.isExcluded { order.faults.insert(.orderExcluded) }
    if try isRenewal(record, line) { order.faults.insert(.orderRenewal) }
    order.customer = try contacts.customer(.phone, .email, fields, record, line)
    facts.order = order
    // When it was changed decides between versions, and no verdict; sources that never say it are many.
    facts.fields = fields.present & ~(1 << UInt32(OrderField.updatedAt.rawValue))
  }

  private func money(
    _ status: PaymentStatus,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> OrderMoney {
    OrderMoney(
      total: try fields.decimal(.total, record, line),
      subtotal: try fields.decimal(.subtotal, record, line),
      stated: try fields.decimal(.refunded, record, line)?.magnitude,
      isRefunded: status.isRefunded,
      mayHaveRefund: status.mayHaveRefund
    )
  }

  private func isTest(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Bool {
    guard let member = fields.member(.test, record) else { return false }
    switch member.kind {
    case .true: return true
    case .false: return false
    default:
      throw fields.fault(.invalidBoolean, "is neither true nor false", .test, member, line)
    }
  }

  private func isExcluded(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Bool {
    if try hasTag(of: rules.excluded, record, line) { return true }
    guard !rules.acceptedChannels.isEmpty,
      let channel = try fields.string(.source, record, line)
    else { return false }
    return !rules.acceptedChannels.contains { channel.equals($0) }
  }

  /// Whether a subscription charged itself: by the order's own kind, else by its tags, else by its
  /// sales channel.
  private func isRenewal(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Bool {
    guard let kinds = rules.kinds else { return false }
    if let kind = try fields.string(.kind, record, line) {
      return kind.equals("subscription_renewal")
    }
    if try hasTag(of: kinds.renewalTags, record, line) { return true }
    if try hasTag(of: kinds.otherTags, record, line) { return false }
    return kinds.isRenewal(channel: try fields.string(.source, record, line))
  }

  private func hasTag(
    of filter: TagFilter,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Bool {
    guard !filter.isEmpty, let member = fields.member(.tags, record) else { return false }
    if member.kind == .string {
      return filter.matches(list: fields.text(of: member, .tags, line))
    }
    if member.kind == .array, let found = filter.matches(array: member.value(in: line)) {
      return found
    }
    throw fields.fault(
      .invalidList,
      "is neither comma-separated text nor an array of texts",
      .tags,
      member,
      line
    )
  }
}
