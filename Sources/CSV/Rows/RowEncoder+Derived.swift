import Wire

// What needs no more than the record or the table is static, or theirs: to lend all of the encoder, the
// compiler copies it.
extension RowEncoder {
  /// Makes a value of several fields, or of values written before it.
  @inline(never)
  mutating func derive(
    _ index: Int,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    switch steps[index].source {
    case .field(let type, let column): return writeApart(type, record[Int(column)], &row)
    case .namedCurrency: return numbers.currency.map { Self.write($0, &row) } ?? .missingValue
    case .dayOfTime: return times.writeDayOnly(to: &row) ? nil : .missingValue
    case .campaignName(let own, let automation, let keyword):
      guard let found = record.field(own, automation, keyword) else { return .missingValue }
      row.append(string: found)
      return nil
    case .messageDate(let own, let sendTime):
      guard let day = record.field(own, sendTime, nil) else { return .missingValue }
      return times.writeDay(day, to: &row)
    case .dayOfInstant(let column):
      guard let time = record.field(column) else { return .missingValue }
      return times.writeDayOfInstant(time, to: &row)
    case .one:
      row.append(UInt8(ascii: "1"))
      return nil
    case .orderReference(let id, let name, let column):
      return Self.orderReference(table.value(id), table.value(name), column, record, &row)
    case .campaignReference(let id, let name):
      return Self.reference(table.value(id), table.value(name), &row, none: "none")
    case .messageID(let own, let identity):
      return messageID(own, identity, record, &row, isRequired: steps[index].isRequired)
    case .granularity(let date):
      row.append(times.isLongPeriod(record[Int(date)]) ? "\"total\"" : "\"day\"")
      return nil
    case .granularityOfDays(let own, let first, let last):
      return granularity(own, first, last, record, &row)
    case .lastDay(let date): return times.writeLastDay(record[Int(date)], to: &row)
    case .smsSends(let recipients, let channel):
      return smsSends(recipients, channel, record, &row)
    case .countOfRate(let rate, let delivered):
      return Self.count(rate, delivered, numbers.decimal, record, &row)
    case .touch(let orderAt, let minutes, let type, let isClick):
      guard let place = table.value(orderAt), let cell = record.field(minutes),
        !UnknownValue.contains(cell), Self.isTouch(table.value(type), row, isClick: isClick)
      else { return .missingValue }
      return Self.touch(place, cell, &row)
    case .messageType(let own, let automation, let keyword, let campaign):
      return messageType(own, automation, keyword, campaign, record, &row)
    case .attributionType(let own, let viewOnly, let clicked, let clickedAt):
      return attributionType(own, viewOnly, clicked, clickedAt, record, &row)
    }
  }

  /// True where a touch of a type is a click, or the send, whichever is asked for.
  ///
  /// Of one in a word that nobody understands it is not known what it was.
  private static func isTouch(
    _ type: Range<Int>?,
    _ row: borrowing RowWriter,
    isClick: Bool
  ) -> Bool {
    guard let type else { return !isClick }
    let word = row.view[type]
    return !word.equals("\"unknown\"") && word.equals("\"click\"") == isClick
  }

  private mutating func granularity(
    _ own: Int32?,
    _ first: Int32,
    _ last: Int32,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    if let word = record.field(own), !UnknownValue.contains(word) {
      return categories.write(word, to: &row)
    }
    let isTotal = times.isLater(record[Int(last)], than: record[Int(first)])
    row.append(isTotal ? "\"total\"" : "\"day\"")
    return nil
  }

  private mutating func smsSends(
    _ recipients: Int32,
    _ channel: StepValue?,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    guard let channel = table.value(channel), row.view[channel].equals("\"sms\""),
      let count = record.field(recipients)
    else { return .missingValue }
    return numbers.writeInteger(count, to: &row, acceptsNegative: false)
  }

  private mutating func messageID(
    _ own: Int32?,
    _ identity: MessageIdentity,
    _ record: RecordView,
    _ row: inout RowWriter,
    isRequired: Bool
  ) -> ValueProblem? {
    if let id = record.field(own), !UnknownValue.contains(id) {
      let start = row.count
      if let problem = writeIdentifier(id, &row) { return problem }
      if !identity.isOfFigures || figures.agrees(idFrom: start, table, row) { return nil }
      return .otherFigures
    }
    // Nothing stands in for an id that the export always has.
    if isRequired { return .missingValue }
    let sent = Self.sendKey(identity, record, &times)
    let own = Self.identityHash(identity, sent, table, row)
    var hash = own ?? FNV1a()
    var number = 0
    if identity.isOfFigures {
      let found = figures.number(of: hash.value, record, table, row)
      guard let found else { return .missingValue }
      number = found
    }
    if own == nil, number == 0 {
      row.append("\"none\"")
      return nil
    }
    if number > 0 { for byte in "#\(number)".utf8 { hash.add(byte) } }
    Self.writeDerived(hash.value, &row)
    return nil
  }

  /// Writes the time that lies some minutes before another, which is in the row.
  private static func touch(
    _ later: Range<Int>,
    _ minutes: Field,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    let number = minutes.unquotedBytes.withView { ExactDecimal($0) }
    guard let number, number.scale <= 6, number.coefficient.magnitude < 1 << 60 else {
      return .notANumber
    }
    if number.isNegative { return .negativeCount }
    let unit = (0..<number.scale).reduce(Int128(60_000_000)) { unit, _ in unit / 10 }
    guard let end = Timestamp(row.view[later.lowerBound + 1, later.upperBound - 1]),
      let span = Int64(exactly: number.coefficient * unit), span < end.microseconds
    else { return .notANumber }
    let time = Timestamp(microseconds: end.microseconds - span)
    row.append(UInt8(ascii: "\""))
    Array(time.text.utf8).withView { row.append($0) }
    row.append(UInt8(ascii: "\""))
    return nil
  }

  /// Repeats an order's id, which is digits alone, else writes `name:` and its name.
  private static func orderReference(
    _ id: Range<Int>?,
    _ name: Range<Int>?,
    _ column: Int32?,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    // Nearly always the cell is digits as it is.
    if let id, let column, !record[Int(column)].isDigits {
      let text = row.view[id.lowerBound + 1, id.upperBound - 1]
      if !text.allSatisfy(\.isDigit) {
        return IdentifierText.isOther(thanOrderID: text) ? .notAnOrderID : .orderNameAsID
      }
    }
    return reference(id, name, &row, none: nil)
  }

  /// Repeats the first value, else writes `name:` and the second.
  private static func reference(
    _ id: Range<Int>?,
    _ name: Range<Int>?,
    _ row: inout RowWriter,
    none: StaticString?
  ) -> ValueProblem? {
    if let id {
      row.appendAgain(id)
      return nil
    }
    if let name {
      row.append("\"name:")
      row.appendAgain(name.lowerBound + 1..<name.upperBound)
      return nil
    }
    guard let none else { return .missingValue }
    row.append(UInt8(ascii: "\""))
    row.append(none)
    row.append(UInt8(ascii: "\""))
    return nil
  }

  /// The time of a send as the columns of a row have it, or nil: a date and a time may be apart.
  private static func sendKey(
    _ identity: MessageIdentity,
    _ record: RecordView,
    _ times: inout TimestampReader
  ) -> [UInt8]? {
    if identity.sendDate == nil, identity.sendTime == nil { return nil }
    var text: [UInt8] = []
    for column in [identity.sendDate, identity.sendTime] {
      guard let cell = record.field(column), !UnknownValue.contains(cell) else { continue }
      if !text.isEmpty { text.append(UInt8(ascii: " ")) }
      text += cell.unquotedBytes
    }
    return text.isEmpty ? nil : times.sendKey(text)
  }

  /// A hash of what identifies the message; nil where nothing does.
  ///
  /// That is its name, its campaign's id (else name), the time of the send where it goes to all at once,
  /// and the channel where that is not SMS; where it has none of these but the channel, its type as well.
  private static func identityHash(
    _ identity: MessageIdentity,
    _ sent: [UInt8]?,
    _ table: borrowing StepTable,
    _ row: borrowing RowWriter
  ) -> FNV1a? {
    let campaign = table.value(identity.campaignID) ?? table.value(identity.campaignName)
    var sentAt = table.value(identity.sentAt)
    if sentAt != nil, let type = table.value(identity.type), hasNoSendTime(row.view[type]) {
      sentAt = nil
    }
    let parts = [table.value(identity.name), campaign, sentAt]
    let isNameless = parts.allSatisfy { $0 == nil } && sent == nil
    let type = isNameless ? table.value(identity.type) : nil
    var channel = table.value(identity.channel)
    if let place = channel, row.view[place].equals("\"sms\"") { channel = nil }
    if isNameless, type == nil, channel == nil { return nil }
    var hash = FNV1a()
    for (index, part) in parts.enumerated() {
      if let part { hash.add(row.view[part]) }
      if index == 2, let sent { sent.withView { hash.add($0) } }
      hash.add(0x1F)
    }
    if let channel { hash.add(row.view[channel]) }
    if let type {
      hash.add(0x1F)
      hash.add(row.view[type])
    }
    return hash
  }

  /// True for messages that are sent to each person when something happens to them.
  private static func hasNoSendTime(_ type: ByteView) -> Bool {
    type.equals("\"flow\"") || type.equals("\"keyword\"") || type.equals("\"conversation\"")
  }

  private static func writeDerived(_ hash: UInt64, _ row: inout RowWriter) {
    row.append("\"derived:")
    for shift in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: hash >> UInt64(shift)) & 15
      row.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
    row.append(UInt8(ascii: "\""))
  }

  private static func count(
    _ share: RateColumn,
    _ delivered: Int32?,
    _ decimal: UInt8,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    guard let rate = record.field(share.column), let whole = record.field(delivered) else {
      return .missingValue
    }
    guard let rate = RateCount(rate.unquotedBytes, decimal, isPercent: share.isPercent),
      let whole = NumberText(whole.unquotedBytes, decimal)
    else { return .notANumber }
    guard let delivered = Int(String(decoding: whole.whole, as: UTF8.self)), delivered >= 0,
      let count = rate.count(of: delivered, isShareOfSent: share.isOfSent)
    else { return .missingValue }
    row.append(decimal: count)
    return nil
  }

  private mutating func messageType(
    _ own: Int32?,
    _ automation: Int32?,
    _ keyword: Int32?,
    _ campaign: Int32?,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    if let word = record.field(own), !UnknownValue.contains(word) {
      return messageTypes.write(word, to: &row)
    }
    if record.field(automation) != nil {
      row.append("\"flow\"")
    } else if record.field(keyword) != nil {
      row.append("\"keyword\"")
    } else if automation != nil, record.field(campaign) != nil {
      // Where automations have their own column, the other name is a campaign's.
      row.append("\"campaign\"")
    } else {
      return .missingValue
    }
    return nil
  }

  private mutating func attributionType(
    _ own: Int32?,
    _ viewOnly: Int32?,
    _ clicked: Int32?,
    _ clickedAt: Int32?,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    if let word = record.field(own), !UnknownValue.contains(word) {
      return attributionTypes.write(word, to: &row)
    }
    // View-only means sent but not clicked, so each of the two columns says both.
    for (column, whenTrue) in [(viewOnly, false), (clicked, true)] {
      guard let cell = record.field(column), !UnknownValue.contains(cell) else { continue }
      guard let value = Self.boolean(cell) else { return .notABoolean }
      row.append(value == whenTrue ? "\"click\"" : "\"view\"")
      return nil
    }
    guard let click = record.field(clickedAt), !UnknownValue.contains(click) else {
      return .missingValue
    }
    row.append("\"click\"")
    return nil
  }
}
