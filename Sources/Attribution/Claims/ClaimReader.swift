import Policy
import StageKit
import Wire

/// Reads records of `attributed_orders`.
struct ClaimReader: ~Copyable {
  private enum Slot {
    static let store = 0
    static let orderID = 1
    static let orderName = 2
    static let orderAt = 3
    static let revenue = 4
    static let currency = 5
    static let type = 6
    static let sentAt = 7
    static let clickedAt = 8
    static let phone = 9
    static let email = 10
    static let orderDay = 11
    static let verdict = 12

    static let names = [
      "store_id", "order_id", "order_name", "order_at", "claimed_revenue", "currency",
      "attribution_type", "sent_at", "clicked_at", "phone", "email", "order_date",
    ]
  }

  private var fields = RecordFields(Slot.names + VerdictFields.names)
  private var contacts: ContactHasher

  init(_ hash: KeyHash) { contacts = ContactHasher(hash) }

  /// Takes the calling code of the store of the claims to come.
  mutating func use(_ callingCode: CallingCode) { contacts.use(callingCode) }

  /// The store of the claim; nil where it cannot be read.
  @_lifetime(borrow self, copy line)
  func store(_ record: borrowing MemberTable, _ line: ByteView) -> ByteView? {
    try? fields.store(Slot.store, record, line)
  }

  /// Finds the fields of a record; to be called first.
  mutating func find(_ record: borrowing MemberTable, _ line: ByteView) throws(RecordFault) {
    try fields.find(record, line)
  }

  /// Reads a claim.
  mutating func claim(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Claim {
    var claim = Claim()
    claim.type = try type(record, line)
    claim.orderDay = try fields.day(Slot.orderAt, record, line)
    if claim.orderDay == nil { claim.orderAt = try fields.time(Slot.orderAt, record, line) }
    if claim.orderAt == nil, claim.orderDay == nil {
      claim.orderDay = try fields.day(Slot.orderDay, record, line, isTimeAllowed: false)
    }
    claim.sentAt = try fields.time(Slot.sentAt, record, line)
    claim.clickedAt = try fields.time(Slot.clickedAt, record, line)
    claim.revenue = try fields.decimal(Slot.revenue, record, line)
    claim.currency = try fields.currency(Slot.currency, record, line)
    claim.customer = try contacts.customer(Slot.phone, Slot.email, fields, record, line)
    return claim
  }

  /// How the claim names its order.
  @_lifetime(borrow self, copy line)
  func reference(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> OrderReference {
    let store = try fields.store(Slot.store, record, line)
    let id = OrderID(optional: try fields.identifier(Slot.orderID, record, line))
    let name = try fields.identifier(Slot.orderName, record, line)
    if id == nil, name == nil {
      throw RecordFault(
        .missingValue,
        "the claim names no order, neither by order_id nor by order_name",
        Slot.names[Slot.orderID]
      )
    }
    return OrderReference(store: store, id: id, name: name)
  }

  private func type(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> AttributionType {
    guard let text = try fields.string(Slot.type, record, line) else { return .unknown }
    if text.equalsFolded("click") { return .click }
    if text.equalsFolded("view") { return .view }
    if text.equalsFolded("coupon") { return .coupon }
    if text.equalsFolded("keyword") { return .keyword }
    if text.equalsFolded("unknown") { return .unknown }
    throw RecordFault(
      .unknownWord,
      "is none of click, view, coupon, keyword and unknown",
      Slot.names[Slot.type],
      value: text.text
    )
  }
}

extension ClaimReader {
  /// How much of a record stays when a verdict is put behind it.
  enum Extent {
    /// All up to the offset, which lies behind the last member that stays.
    case upTo(Int)
    /// Members that stay and an earlier verdict's are mixed.
    case mixed
  }

  /// What stays of the record read last, whose verdict of an earlier run is to be replaced.
  @inline(__always)
  func extent(_ record: borrowing MemberTable, _ end: Int) -> Extent {
    var first = record.count
    var found = 0
    for slot in Slot.verdict..<Slot.verdict + VerdictFields.names.count {
      let position = fields.position(slot)
      if position < 0 { continue }
      first = min(first, position)
      found += 1
    }
    if found == 0 { return .upTo(end) }
    guard first + found == record.count, first > 0 else { return .mixed }
    return .upTo(Int(record[first - 1].valueEnd))
  }

  /// Whether a member of the record belongs to a verdict.
  mutating func isVerdict(
    _ index: Int,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) -> Bool {
    fields.slot(ofMemberAt: index, record, line) >= Slot.verdict
  }
}
