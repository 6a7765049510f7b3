import Shopify
import StageKit
import Wire

/// Reads records by one rule.
final class EventReader {
  let rule: ClaimRule
  private var fields: RuleFields

  init(_ rule: ClaimRule) {
    self.rule = rule
    fields = RuleFields(rule)
  }

  /// True where a record is what the rule is about; the other functions then tell of that record.
  func takes(_ record: borrowing MemberTable, _ line: ByteView) -> Bool {
    fields.match(record, line)
  }

  /// True for a record that its source no longer has.
  func isDeleted(_ record: borrowing MemberTable, _ line: ByteView) -> Bool {
    fields.isDeleted(record, line)
  }

  /// The time of the event or the order, in microseconds since 1970; a number counts seconds, or
  /// milliseconds where it would lie beyond the year 5000 otherwise; both may have decimals.
  func time(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Int64 {
    if let name = fields.duplicate { throw .duplicate(name) }
    guard let value = try fields.value(.time, record, line) else { throw .missing("time") }
    guard value.kind == .number else {
      guard let time = try ValueReader.time(value, "time") else { throw .missing("time") }
      return time.microseconds
    }
    guard let number = ExactDecimal(value.text), number.scale <= 6, !number.isNegative,
      number.coefficient < Self.mostSeconds
    else { throw Self.notATime(value) }
    let factor = (number.scale..<6).reduce(Int128(1)) { factor, _ in factor * 10 }
    let (seconds, micros) = (number.coefficient * factor / 1_000_000, number.coefficient * factor)
    let time = seconds < 95_617_584_000 ? micros : micros / 1000
    guard let time = Int64(exactly: time), Timestamp(microseconds: time).isWritable else {
      throw Self.notATime(value)
    }
    return time
  }

  /// No number of seconds is written with more digits, decimals included.
  private static let mostSeconds: Int128 = 1_000_000_000_000_000_000_000

  private static func notATime(_ value: JSONView) -> RecordFault {
    RecordFault(.invalidTime, "is no number of seconds", "time", value: value.text.text)
  }

  /// Who it was.
  func person(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> PersonNames {
    var person = PersonNames()
    if let value = try fields.value(.subscriberID, record, line),
      let text = try ValueReader.text(value, "subscriber_id")
    {
      person.add(id: text)
    }
    if let value = try fields.value(.email, record, line),
      let text = try ValueReader.text(value, "email")
    {
      person.add(email: text)
    }
    if let value = try fields.value(.phone, record, line),
      let text = try ValueReader.text(value, "phone")
    {
      person.add(phone: text)
    }
    return person
  }

  /// Appends what a claim says of the message; returns what its identifier hashes to, or nil where
  /// there is none, and nothing was appended.
  func message(
    channel: String?,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    to output: inout ByteBuffer
  ) throws(RecordFault) -> UInt64? {
    guard let value = try fields.value(.messageID, record, line),
      let id = try ValueReader.text(value, "message_id")
    else { return channel == nil ? try flow(record, line, to: &output) : nil }
    if let channel {
      output.append("\"channel\":\"\(channel)\",")
    }
    output.append("\"message_id\":\"")
    output.append(id)
    output.append("\"")
    try text(.messageName, as: "message_name", record, line, to: &output)
    let flow = try fields.value(.flowID, record, line)
    if rule.fields[.flowID]?.isEmpty == false {
      output.append(flow == nil ? ",\"message_type\":\"campaign\"" : ",\"message_type\":\"flow\"")
    }
    try text(flow == nil ? .campaignID : .flowID, as: "campaign_id", record, line, to: &output)
    try text(.campaignName, as: "campaign_name", record, line, to: &output)
    var hash = FNV1a()
    hash.add(id)
    return hash.value
  }

  /// Appends what a claim says of a message of which an order names the flow alone; nil where it does not.
  ///
  /// Its identifier is derived from the flow's, as extract-csv derives one.
  private func flow(
    _ record: borrowing MemberTable,
    _ line: ByteView,
    to output: inout ByteBuffer
  ) throws(RecordFault) -> UInt64? {
    guard let value = try fields.value(.flowID, record, line),
      let id = try ValueReader.text(value, "flow_id")
    else { return nil }
    var hash = FNV1a()
    hash.add(0x1F)
    hash.add(UInt8(ascii: "\""))
    hash.add(id)
    for byte in "\"\u{1F}\u{1F}".utf8 { hash.add(byte) }
    output.append("\"message_id\":\"derived:\(hash.hexadecimal)\",\"message_type\":\"flow\"")
    try text(.flowID, as: "campaign_id", record, line, to: &output)
    try text(.campaignName, as: "campaign_name", record, line, to: &output)
    return hash.value
  }

  /// What the order's id and name hash to, nil where it has none: names are the same with and without
  /// `#`, and in letters of any case.
  func identity(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> (id: UInt64?, name: UInt64?) {
    var found: (id: UInt64?, name: UInt64?)
    if let value = try fields.value(.orderID, record, line),
      let text = try ValueReader.orderID(value, "order_id")
    {
      var hash = FNV1a()
      hash.add(1)
      hash.add(text)
      found.id = hash.value
    }
    if let value = try fields.value(.orderName, record, line),
      let text = try ValueReader.text(value, "order_name")
    {
      var hash = FNV1a()
      hash.add(2)
      let start = text[0] == UInt8(ascii: "#") ? 1 : 0
      for index in start..<text.count { hash.add(text[index].lowered) }
      found.name = hash.value
    }
    return found
  }

  /// The store that the order names; nil where it names none.
  func store(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> String? {
    guard let value = try fields.value(.storeID, record, line),
      let text = try ValueReader.text(value, "store_id")
    else { return nil }
    // The text has the escapes with which it is written.
    return (try? JSONValue(parsing: "\"\(text.text)\""))?.string
  }

  /// Appends what a claim says of the order.
  func order(
    currency: String?,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    to output: inout ByteBuffer
  ) throws(RecordFault) {
    let start = output.count
    var id = 0..<0
    if let value = try fields.value(.orderID, record, line),
      let text = try ValueReader.orderID(value, "order_id")
    {
      output.append(",\"order_id\":\"")
      id = output.count..<output.count + text.count
      output.append(text)
      output.append("\"")
    }
    let hasID = !id.isEmpty
    if let value = try fields.value(.orderName, record, line),
      let text = try ValueReader.text(value, "order_name")
    {
      output.append(",\"order_name\":\"")
      if !hasID { id = output.count..<output.count + text.count }
      output.append(text)
      output.append("\"")
    }
    guard !id.isEmpty else { throw .missing(output.count == start ? "order_id" : "order_name") }
    let reference = output.view[id].array
    output.append(hasID ? ",\"order_ref\":\"" : ",\"order_ref\":\"name:")
    output.append(reference)
    output.append("\",\"order_at\":\"")
    Timestamp(microseconds: try time(record, line)).write(to: &output)
    output.append("\",\"claimed_revenue\":")
    guard let value = try fields.value(.claimedRevenue, record, line),
      let revenue = try ValueReader.decimal(value, "claimed_revenue")
    else { throw .missing("claimed_revenue") }
    revenue.write(to: &output)
    let code = try money(currency, record, line, to: &output)
    try ValueReader.check(revenue, code, value, "claimed_revenue")
    for (field, name) in EventReader.contacts {
      try text(field, as: name, record, line, to: &output)
    }
  }

  private static let contacts: [(EventField, StaticString)] = [
    (.subscriberID, "subscriber_id"), (.phone, "phone"), (.email, "email"),
  ]

  /// Appends the currency, and returns it.
  private func money(
    _ usual: String?,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    to output: inout ByteBuffer
  ) throws(RecordFault) -> CurrencyCode? {
    if let value = try fields.value(.currency, record, line),
      let code = try ValueReader.currency(value, "currency")
    {
      output.append(",\"currency\":\"")
      output.append(code.letters)
      output.append("\"")
      return code
    }
    guard let usual else { return nil }
    output.append(",\"currency\":\"\(usual)\"")
    return CurrencyCode(capitals: usual.utf8)
  }

  private func text(
    _ field: EventField,
    as name: StaticString,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    to output: inout ByteBuffer
  ) throws(RecordFault) {
    guard let value = try fields.value(field, record, line),
      let text = try ValueReader.text(value, field.rawValue)
    else { return }
    output.append(",\"")
    output.append(name)
    output.append("\":\"")
    output.append(text)
    output.append("\"")
  }
}
