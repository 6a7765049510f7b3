import Policy
import StageKit
import Wire

/// Reads records of `attributed_orders`.
struct ClaimReader: ~Copyable {
  private enum ClaimField: Int, FieldSlot {
    case store, orderID, orderName, orderAt, revenue, currency
    case type, sentAt, clickedAt, phone, email, orderDay

    var name: String {
      switch self {
      case .store: "store_id"
      case .orderID: "order_id"
      case .orderName: "order_name"
      case .orderAt: "order_at"
      case .revenue: "claimed_revenue"
      case .currency: "currency"
      case .type: "attribution_type"
      case .sentAt: "sent_at"
      case .clickedAt: "clicked_at"
      case .phone: "phone"
      case .email: "email"
      case .orderDay: "order_date"
      }
    }
  }

  private var fields = RecordFields<ClaimField>(VerdictFields.names)
  /// The number of the first field of a verdict, behind those of ``ClaimField``.
  private let firstOfVerdict = ClaimField.allCases.count
  private var contacts: ContactHasher

  init(_ hash: KeyHash) { contacts = ContactHasher(hash) }

  /// Takes the calling code of the store of the claims to come.
  mutating func use(_ callingCode: CallingCode) { contacts.use(callingCode) }

  /// The store of the claim; nil where it cannot be read.
  @_lifetime(borrow self, copy line)
  func store(_ record: borrowing MemberTable, _ line: ByteView) -> ByteView? {
    try? fields.store(.store, record, line)
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
    claim.orderDay = try fields.day(.orderAt, record, line)
    if claim.orderDay == nil { claim.orderAt = try fields.time(.orderAt, record, line) }
    if claim.orderAt == nil, claim.orderDay == nil {
      claim.orderDay = try fields.day(.orderDay, record, line, isTimeAllowed: false)
    }
    claim.sentAt = try fields.time(.sentAt, record, line)
    claim.clickedAt = try fields.time(.clickedAt, record, line)
    claim.revenue = try fields.decimal(.revenue, record, line)
    claim.currency = try fields.currency(.currency, record, line)
    claim.customer = try contacts.customer(.phone, .email, fields, record, line)
    return claim
  }

  /// How the claim names its order.
  @_lifetime(borrow self, copy line)
  func reference(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> OrderReference {
    let store = try fields.store(.store, record, line)
    let id = OrderID(optional: try fields.identifier(.orderID, record, line))
    let name = try fields.identifier(.orderName, record, line)
    if id == nil, name == nil {
      throw RecordFault(
        .missingValue,
        "the claim names no order, neither by order_id nor by order_name",
        ClaimField.orderID.name
      )
    }
    return OrderReference(store: store, id: id, name: name)
  }

  private func type(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> AttributionType {
    guard let text = try fields.string(.type, record, line) else { return .unknown }
    if text.equalsFolded("click") { return .click }
    if text.equalsFolded("view") { return .view }
    if text.equalsFolded("coupon") { return .coupon }
    if text.equalsFolded("keyword") { return .keyword }
    if text.equalsFolded("unknown") { return .unknown }
    throw RecordFault(
      .unknownWord,
      "is none of click, view, coupon, keyword and unknown",
      ClaimField.type.name,
      value: text.text
    )
  }
}

extension ClaimReader {
  /// How much of a record stays when a verdict is put behind it.
  enum KeptPart {
    /// All up to the offset, which lies behind the last member that stays.
    case upTo(Int)
    /// Members that stay and an earlier verdict's are mixed.
    case mixed
  }

  /// What stays of the record read last, whose verdict of an earlier run is to be replaced.
  @inline(__always)
  func keptPart(_ record: borrowing MemberTable, _ end: Int) -> KeptPart {
    var first = record.count
    var found = 0
    for number in firstOfVerdict..<firstOfVerdict + VerdictFields.names.count {
      let position = fields.position(number)
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
    fields.number(ofMemberAt: index, record, line) >= firstOfVerdict
  }
}
