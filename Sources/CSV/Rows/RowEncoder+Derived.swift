import Wire

extension RowEncoder {
  /// Runs a step that reads several fields, or values written before it.
  @inline(never)
  mutating func derive(
    _ step: PlanStep,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    switch step.operation {
    case .dayOfTime: return times.writeDayOnly(to: &row) ? nil : .missingValue
    case .campaignName: return firstText(step, record, &row)
    case .messageDate: return messageDate(step, record, &row)
    case .orderReference: return reference(step, &row, none: nil)
    case .campaignReference: return reference(step, &row, none: "none")
    case .messageID: return messageID(step, record, &row)
    case .smsSends: return smsSends(step, record, &row)
    case .countOfDelivered, .countOfSent: return countOfRate(step, record, &row)
    case .messageTypeOfNames: return messageType(step, record, &row)
    case .attributionTypeOfClick: return attributionType(step, record, &row)
    default: preconditionFailure("\(step.operation) reads one field")
    }
  }

  @_lifetime(copy record)
  private func field(_ column: Int, _ record: RecordView) -> Field? {
    guard column >= 0 else { return nil }
    let field = record[column].trimmed
    return field.isEmpty ? nil : field
  }

  /// The field in the first of several columns that has one.
  @_lifetime(copy record)
  private func field(
    _ column: Int,
    _ second: Int,
    _ third: Int,
    _ record: RecordView
  ) -> Field? {
    if let found = field(column, record) { return found }
    if let found = field(second, record) { return found }
    return field(third, record)
  }

  private func firstText(
    _ step: PlanStep,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    guard let found = field(step.inputs.0, step.inputs.1, step.inputs.2, record) else {
      return .missingValue
    }
    row.append(string: found)
    return nil
  }

  private mutating func messageDate(
    _ step: PlanStep,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    guard let day = field(step.inputs.0, step.inputs.1, -1, record) else {
      return .missingValue
    }
    return times.writeDay(day, to: &row)
  }

  /// Repeats the first value, else writes `name:` and the second.
  private func reference(
    _ step: PlanStep,
    _ row: inout RowWriter,
    none: StaticString?
  ) -> ValueProblem? {
    if let id = value(step.slots.0) {
      row.appendAgain(id)
      return nil
    }
    if let name = value(step.slots.1) {
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
  private func value(_ slot: Int) -> Range<Int>? {
    slot >= 0 && !table.value(slot).isEmpty ? table.value(slot) : nil
  }

  /// The message's own id, else `derived:` and a hash of what identifies the message: its name, its
  /// campaign's id (else name), the time of the send, the type; `none` where nothing does.
  private mutating func messageID(
    _ step: PlanStep,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    if let id = field(step.inputs.0, record), !UnknownValue.contains(id) {
      return writeIdentifier(id, &row)
    }
    let campaign = value(step.slots.1) ?? value(step.slots.2)
    let parts = [value(step.slots.0), campaign, value(step.slots.3)]
    if parts.allSatisfy({ $0 == nil }) {
      row.append("\"none\"")
      return nil
    }
    var hash = FNV1a()
    for part in parts {
      if let part { hash.add(row.view[part]) }
      hash.add(0x1F)
    }
    row.append("\"derived:")
    for shift in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: hash.value >> UInt64(shift)) & 15
      row.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
    row.append(UInt8(ascii: "\""))
    return nil
  }

  private mutating func smsSends(
    _ step: PlanStep,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    guard let channel = value(step.slots.0), row.view[channel].equals("\"sms\""),
      let count = field(step.inputs.0, record)
    else { return .missingValue }
    return numbers.writeInteger(count, to: &row, acceptsNegative: false)
  }

  private mutating func countOfRate(
    _ step: PlanStep,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    guard let rate = field(step.inputs.0, record), let whole = field(step.inputs.1, record) else {
      return .missingValue
    }
    guard let rate = RateCount(rate.unquotedBytes), let whole = NumberText(whole.unquotedBytes)
    else {
      return .notANumber
    }
    guard let delivered = Int(String(decoding: whole.whole, as: UTF8.self)), delivered >= 0,
      let count = rate.count(of: delivered, isShareOfSent: step.operation == .countOfSent)
    else { return .missingValue }
    row.append(decimal: count)
    return nil
  }

  private mutating func messageType(
    _ step: PlanStep,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    if let word = field(step.inputs.0, record), !UnknownValue.contains(word) {
      messageTypes.write(word, to: &row)
    } else if field(step.inputs.1, record) != nil {
      row.append("\"flow\"")
    } else if field(step.inputs.2, record) != nil {
      row.append("\"keyword\"")
    } else if step.inputs.1 >= 0, field(step.inputs.3, record) != nil {
      // Where automations have a column of their own, the other name is a campaign's.
      row.append("\"campaign\"")
    } else {
      return .missingValue
    }
    return nil
  }

  private mutating func attributionType(
    _ step: PlanStep,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    if let word = field(step.inputs.0, record), !UnknownValue.contains(word) {
      attributionTypes.write(word, to: &row)
      return nil
    }
    // View-only means sent but not clicked, so each of the two columns tells both.
    for (column, whenTrue) in [(step.inputs.1, false), (step.inputs.2, true)] {
      guard let cell = field(column, record), !UnknownValue.contains(cell) else { continue }
      guard let value = Self.boolean(cell) else { return .notABoolean }
      row.append(value == whenTrue ? "\"click\"" : "\"view\"")
      return nil
    }
    guard let click = field(step.inputs.3, record), !UnknownValue.contains(click) else {
      return .missingValue
    }
    row.append("\"click\"")
    return nil
  }
}
