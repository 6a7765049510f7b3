import Wire

extension RowEncoder {
  /// Makes a value of several fields, or of values written before it.
  @inline(never)
  mutating func derive(
    _ source: PlanStep.Source,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    switch source {
    case .field(let type, let column): return write(type, record[column], &row)
    case .dayOfTime: return times.writeDayOnly(to: &row) ? nil : .missingValue
    case .campaignName(let own, let automation, let keyword):
      guard let found = field(own, automation, keyword, record) else { return .missingValue }
      row.append(string: found)
      return nil
    case .messageDate(let own, let sendTime):
      guard let day = field(own, sendTime, nil, record) else { return .missingValue }
      return times.writeDay(day, to: &row)
    case .orderReference(let id, let name, _): return reference(id, name, &row, none: nil)
    case .campaignReference(let id, let name): return reference(id, name, &row, none: "none")
    case .messageID(let own, let identity):
      if let id = field(own, record), !UnknownValue.contains(id) {
        return writeIdentifier(id, &row)
      }
      deriveID(identity, &row)
      return nil
    case .smsSends(let recipients, let channel):
      guard let channel = value(channel), row.view[channel].equals("\"sms\""),
        let count = field(recipients, record)
      else { return .missingValue }
      return numbers.writeInteger(count, to: &row, acceptsNegative: false)
    case .countOfDelivered(let rate, let delivered):
      return countOfRate(rate, delivered, record, &row, isShareOfSent: false)
    case .countOfSent(let rate, let delivered):
      return countOfRate(rate, delivered, record, &row, isShareOfSent: true)
    case .messageType(let own, let automation, let keyword, let campaign):
      return messageType(own, automation, keyword, campaign, record, &row)
    case .attributionType(let own, let viewOnly, let clicked, let clickedAt):
      return attributionType(own, viewOnly, clicked, clickedAt, record, &row)
    }
  }

  @_lifetime(copy record)
  private func field(_ column: Int?, _ record: RecordView) -> Field? {
    guard let column else { return nil }
    let field = record[column].trimmed
    return field.isEmpty ? nil : field
  }

  /// The field in the first of several columns that has one.
  @_lifetime(copy record)
  private func field(
    _ first: Int?,
    _ second: Int?,
    _ third: Int?,
    _ record: RecordView
  ) -> Field? {
    if let found = field(first, record) { return found }
    if let found = field(second, record) { return found }
    return field(third, record)
  }

  /// Repeats the first value, else writes `name:` and the second.
  private func reference(
    _ id: StepValue?,
    _ name: StepValue?,
    _ row: inout RowWriter,
    none: StaticString?
  ) -> ValueProblem? {
    if let id = value(id) {
      row.appendAgain(id)
      return nil
    }
    if let name = value(name) {
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

  /// The place of the value that a step wrote in this row, or nil where it is unknown.
  private func value(_ value: StepValue?) -> Range<Int>? {
    guard let value else { return nil }
    let place = table.value(value.step)
    return place.isEmpty ? nil : place
  }

  /// Writes `derived:` and a hash of what identifies the message: its name, its campaign's id (else
  /// name), the time of the send; `none` where nothing does.
  private func deriveID(_ identity: MessageIdentity, _ row: inout RowWriter) {
    let campaign = value(identity.campaignID) ?? value(identity.campaignName)
    let parts = [value(identity.name), campaign, value(identity.sentAt)]
    if parts.allSatisfy({ $0 == nil }) {
      row.append("\"none\"")
      return
    }
    var hash = FNV1a()
    for part in parts {
      if let part { hash.add(row.view[part]) }
      hash.add(0x1F)
    }
    row.append("\"derived:")
    for shift in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: hash.value >> UInt64(shift)) & 15
      row.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
    row.append(UInt8(ascii: "\""))
  }

  private func countOfRate(
    _ rate: Int,
    _ delivered: Int?,
    _ record: RecordView,
    _ row: inout RowWriter,
    isShareOfSent: Bool
  ) -> ValueProblem? {
    guard let rate = field(rate, record), let whole = field(delivered, record) else {
      return .missingValue
    }
    guard let rate = RateCount(rate.unquotedBytes), let whole = NumberText(whole.unquotedBytes)
    else {
      return .notANumber
    }
    guard let delivered = Int(String(decoding: whole.whole, as: UTF8.self)), delivered >= 0,
      let count = rate.count(of: delivered, isShareOfSent: isShareOfSent)
    else { return .missingValue }
    row.append(decimal: count)
    return nil
  }

  private mutating func messageType(
    _ own: Int?,
    _ automation: Int?,
    _ keyword: Int?,
    _ campaign: Int?,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    if let word = field(own, record), !UnknownValue.contains(word) {
      messageTypes.write(word, to: &row)
    } else if field(automation, record) != nil {
      row.append("\"flow\"")
    } else if field(keyword, record) != nil {
      row.append("\"keyword\"")
    } else if automation != nil, field(campaign, record) != nil {
      // Where automations have their own column, the other name is a campaign's.
      row.append("\"campaign\"")
    } else {
      return .missingValue
    }
    return nil
  }

  private mutating func attributionType(
    _ own: Int?,
    _ viewOnly: Int?,
    _ clicked: Int?,
    _ clickedAt: Int?,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    if let word = field(own, record), !UnknownValue.contains(word) {
      attributionTypes.write(word, to: &row)
      return nil
    }
    // View-only means sent but not clicked, so each of the two columns says both.
    for (column, whenTrue) in [(viewOnly, false), (clicked, true)] {
      guard let cell = field(column, record), !UnknownValue.contains(cell) else { continue }
      guard let value = Self.boolean(cell) else { return .notABoolean }
      row.append(value == whenTrue ? "\"click\"" : "\"view\"")
      return nil
    }
    guard let click = field(clickedAt, record), !UnknownValue.contains(click) else {
      return .missingValue
    }
    row.append("\"click\"")
    return nil
  }
}
