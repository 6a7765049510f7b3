import Wire

/// Makes the JSON of a record from a row, by a plan that was compiled for the file's header.
struct RowEncoder: ~Copyable {
  /// The steps in the order of the output.
  let steps: [PlanStep]
  /// The name of each step's column.
  let names: [String]
  /// The room that a row needs whatever its fields hold.
  private let fixedRoom: Int
  private let window: DateWindow?
  private let dateStep: Int
  private let platformStep: Int?
  private let granularityStep: Int?
  /// Learns which time the file covers; nil where its records have no date.
  var coverage: CoverageTracker?
  /// The day of the record encoded last, since 1970 in UTC; nil where it is unknown.
  private(set) var lastDay: Int?
  private let fixedCurrency: CurrencyCode?
  private let currencyWhereEmpty: CurrencyCode?
  private let currencyStep: Int?
  /// The currency of the record that this one is a part of.
  var outerCurrency: CurrencyCode?
  /// True where parts of a record are encoded apart, which want to know its currency.
  var hasParts = false
  private var currencyDecimals = CurrencyDecimals()
  /// The currency of the record encoded last whose amounts have decimals or a currency of their own.
  private(set) var recordCurrency: CurrencyCode?
  /// What begins every record: the envelope and the columns that are the same in all of them.
  private let prefix: Range<Int>
  private let suffix: Range<Int>
  var table: StepTable
  var times: TimestampReader
  var numbers: NumberReader
  var categories = Vocabulary.categories
  var financialStatuses = Vocabulary.financialStatuses
  var channels = Vocabulary.channels
  var messageTypes = Vocabulary.messageTypes
  var attributionTypes = Vocabulary.attributionTypes
  var figures: FigureRows

  init(_ plan: consuming CompiledPlan) {
    steps = plan.steps
    names = plan.names
    window = plan.window
    dateStep = plan.dateStep
    platformStep = plan.names.firstIndex(of: "source_system")
    granularityStep = plan.names.firstIndex(of: "granularity")
    coverage = plan.coverage
    fixedCurrency = plan.currency
    currencyWhereEmpty = plan.currencyWhereEmpty
    times = plan.times
    numbers = NumberReader(decimal: plan.decimal, currency: plan.headerCurrency)
    currencyStep = plan.names.firstIndex(of: "currency")
    fixedRoom = plan.steps.reduce(plan.prefix.count + plan.suffix.count + 64) {
      $0 + $1.key.count + $1.fallback.count + 64
    }
    figures = plan.figureRows
    prefix = plan.prefix
    suffix = plan.suffix
    table = StepTable(plan.steps, plan.takeStore())
  }

  /// The room in bytes that a record may need at most.
  func room(for record: RecordView) -> Int {
    // The worst are control characters (six bytes each, twice where an id is repeated) and lines
    // of one character that become objects.
    fixedRoom + record.raw.count * (record.hasEscapes ? 16 : 5)
  }

  /// Appends one record to a buffer, or nothing where the outcome is not ``RowOutcome/written``.
  @inline(__always)
  mutating func append(_ record: RecordView, to output: inout ByteBuffer) -> RowOutcome {
    var row = RowWriter(&output, room: room(for: record))
    let outcome = encode(record, to: &row)
    let length = row.finish()
    // The row lies where the buffer ends; nothing has moved that since.
    if outcome == .written { unsafe output.advance(by: length) }
    return outcome
  }

  /// Writes one record.
  private mutating func encode(_ record: RecordView, to row: inout RowWriter) -> RowOutcome {
    if window != nil, let outcome = checkWindow(record, &row) { return outcome }
    numbers.beginRecord()
    times.beginRecord()
    row.append(table.store.field(prefix))
    var date: (seconds: Int, dayOnly: Int?) = (0, nil)
    for index in 0..<table.count {
      let mark = row.count
      let step = table[index]
      row.append(table.store.field(step.key))
      let start = row.count
      let found: ValueProblem?
      if step.isDerived {
        found = derive(index, record, &row)
      } else if record[step.column].isEmpty {
        found = .missingValue
      } else {
        found = write(step.type, record[step.column], &row)
      }
      switch found {
      case nil: table.setValue(index, start, row.count)
      case .missingValue where step.mayBeEmpty:
        row.truncate(to: start)
        row.append(table.store.field(step.fallback))
        table.setValue(index, 0, 0)
      case .some(let problem):
        if let wrong = settle(problem, index, record, &row, mark) {
          return fault(wrong, column: steps[index].column(of: record) ?? -1, record, &row)
        }
      }
      if index == dateStep { date = (times.seconds, times.dayOnly) }
    }
    if (numbers.needsCheck || hasParts) && !isPlainAmount(row),
      let wrong = wrongAmount(record, row)
    {
      return fault(wrong.problem, column: wrong.column, record, &row)
    }
    if coverage != nil { cover(date.seconds, date.dayOnly, row) }
    row.append(table.store.field(suffix))
    return .written
  }

  /// True where the record has the currency of the one before, which has so many decimals.
  @inline(__always)
  private func isPlainAmount(_ row: borrowing RowWriter) -> Bool {
    guard let currencyStep, let recordCurrency, fixedCurrency == nil, outerCurrency == nil else {
      return false
    }
    let place = table.value(currencyStep)
    guard place.count == 5, numbers.isPlain(most: currencyDecimals.known) else { return false }
    let word = row.view.word(at: place.upperBound - 8).byteSwapped
    return currencyDecimals.isKnown(recordCurrency)
      && UInt32(truncatingIfNeeded: word >> 8) & 0xFF_FFFF == recordCurrency.packed
  }

  /// The first amount that names another currency than the record's, or has more decimals than that;
  /// nil where there is none.
  @inline(never)
  private mutating func wrongAmount(
    _ record: RecordView,
    _ row: borrowing RowWriter
  ) -> (column: Int, problem: ValueProblem)? {
    var place = 0..<0
    if let currencyStep { place = table.value(currencyStep) }
    if let known = fixedCurrency ?? outerCurrency {
      recordCurrency = known
    } else if place.count == 5 {
      readCurrency(row.view[place.lowerBound + 1, place.upperBound - 1])
    } else {
      recordCurrency = numbers.currency ?? currencyWhereEmpty
    }
    let most = currencyDecimals.of(recordCurrency)
    let isOther =
      numbers.currency != nil && numbers.currency != recordCurrency || numbers.sign != nil
    let isOfOthers = numbers.hasHundredths && most != 2
    guard numbers.decimals > most || isOther || isOfOthers else { return nil }
    return Self.findWrongAmount(steps, record, recordCurrency, most, numbers)
  }

  /// Reads the currency of a record from three letters, which are nearly always those of the record
  /// before.
  @inline(__always)
  private mutating func readCurrency(_ letters: ByteView) {
    let packed = UInt32(letters[0]) << 16 | UInt32(letters[1]) << 8 | UInt32(letters[2])
    if recordCurrency?.packed != packed { recordCurrency = CurrencyCode(letters) }
  }

  /// Tells the coverage of the date of the record that was written.
  @inline(__always)
  private mutating func cover(_ seconds: Int, _ dayOnly: Int?, _ row: borrowing RowWriter) {
    lastDay = nil
    guard !table.value(dateStep).isEmpty else { return }
    if let granularityStep, !row.view[table.value(granularityStep)].equals("\"day\"") { return }
    var place = 0..<0
    if let platformStep { place = table.value(platformStep) }
    let platform =
      place.isEmpty ? row.view[0, 0] : row.view[place.lowerBound + 1, place.upperBound - 1]
    if let dayOnly {
      lastDay = dayOnly
      coverage?.add(day: dayOnly, platform)
    } else {
      lastDay = CivilDate.day(ofSecond: seconds)
      coverage?.add(seconds: seconds, platform)
    }
  }

  /// The outcome of a record that is a reject, whose day is found out beforehand.
  @inline(never)
  private mutating func fault(
    _ problem: ValueProblem,
    column: Int,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> RowOutcome {
    lastDay = nil
    if coverage != nil {
      row.truncate(to: 0)
      times.beginRecord()
      if read(dateStep, record, &row) == nil, !table.value(dateStep).isEmpty {
        lastDay = times.dayOnly ?? CivilDate.day(ofSecond: times.seconds)
      }
    }
    return .fault(column: column, problem)
  }

  /// Runs a step whose key is written already; a value that is empty is a ``ValueProblem/missingValue``.
  private mutating func run(
    _ index: Int,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    let start = row.count
    let step = table[index]
    let problem: ValueProblem?
    if step.isDerived {
      problem = derive(index, record, &row)
    } else {
      let field = record[step.column]
      problem = field.isEmpty ? .missingValue : writeApart(step.type, field, &row)
    }
    table.setValue(index, start, row.count)
    return problem
  }

  /// As ``write(_:_:_:)``, where that is not the loop over the steps: inlined in several places, it
  /// would be in none.
  @inline(never)
  mutating func writeApart(
    _ type: ValueType,
    _ field: Field,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    write(type, field, &row)
  }

  /// Writes a field that is not empty.
  @inline(always)
  private mutating func write(
    _ type: ValueType,
    _ field: Field,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    switch type {
    case .text:
      if field[0].mayBeInvisible, field.trimmed.isEmpty { return .missingValue }
      if field[0] == UInt8(ascii: "=") { return Self.writeWrapped(field, &row) }
      row.append(string: field)
      return nil
    case .identifier: return writeIdentifier(field, &row)
    case .number, .money, .total, .deduction, .sum:
      return numbers.writeDecimal(field, type, to: &row)
    case .integer, .count:
      return numbers.writeInteger(field, to: &row, acceptsNegative: type == .integer)
    case .timestamp: return times.writeInstant(field, to: &row, acceptsDay: false)
    case .timestampOrDay: return times.writeInstant(field, to: &row, acceptsDay: true)
    default: return writeRarer(type, field, &row)
    }
  }

  /// Decides on a value that could not be written as it is: with spaces around it, in other
  /// words for unknown, empty with a fallback; or truly wrong.
  @inline(never)
  private mutating func settle(
    _ problem: ValueProblem,
    _ index: Int,
    _ record: RecordView,
    _ row: inout RowWriter,
    _ mark: Int
  ) -> ValueProblem? {
    let step = steps[index]
    row.truncate(to: mark)
    row.append(table.key(index))
    table.setValue(index, 0, 0)
    if problem != .missingValue {
      guard let column = step.column(of: record) else { return problem }
      let trimmed = IdentifierText.unwrapped(record[column].trimmed)
      if !UnknownValue.contains(trimmed) {
        guard let type = step.type, trimmed.count < record[column].count else { return problem }
        let start = row.count
        let second = writeApart(type, trimmed, &row)
        if second == nil { table.setValue(index, start, row.count) }
        return second
      }
    }
    if step.type == .currency, let currency = numbers.currency {
      return Self.write(currency, &row)
    }
    if step.isRequired { return .missingValue }
    if step.isLeftOut {
      row.truncate(to: mark)
      return nil
    }
    row.append(table.store.field(step.fallback))
    return nil
  }

  /// Writes a currency, which never fails.
  static func write(_ currency: CurrencyCode, _ row: inout RowWriter) -> ValueProblem? {
    currency.letters.withView {
      row.append(UInt8(ascii: "\""))
      row.append($0)
      row.append(UInt8(ascii: "\""))
    }
    return nil
  }

  /// Runs a step outside the order of the output, for its value alone.
  private mutating func read(
    _ index: Int,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    let mark = row.count
    guard let problem = run(index, record, &row) else { return nil }
    return settle(problem, index, record, &row, mark)
  }

  /// Nil where the record's date lies inside the window.
  private mutating func checkWindow(
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> RowOutcome? {
    guard let window else { return nil }
    lastDay = nil
    times.beginRecord()
    let failed = read(dateStep, record, &row)
    let isUnknown = table.value(dateStep).isEmpty
    let isInside = window.contains(seconds: times.seconds, days: times.days)
    if !isUnknown, !isInside, coverage != nil { coverSkipped(record, &row) }
    row.truncate(to: 0)
    if let failed { return .fault(column: steps[dateStep].column ?? -1, failed) }
    if isUnknown { return .fault(column: steps[dateStep].column ?? -1, .missingValue) }
    return isInside ? nil : .skipped
  }

  /// Tells the coverage of a record outside the window: the file has it all the same.
  private mutating func coverSkipped(_ record: RecordView, _ row: inout RowWriter) {
    let (seconds, dayOnly) = (times.seconds, times.dayOnly)
    for case .some(let step) in [platformStep, granularityStep] {
      _ = read(step, record, &row)
    }
    cover(seconds, dayOnly, row)
  }
}

/// What became of a row.
enum RowOutcome: Equatable {
  /// It is in the output.
  case written
  /// It lies outside `--since` and `--until`.
  case skipped
  /// The value in a column, or with -1 the row as a whole, is wrong.
  case fault(column: Int, ValueProblem)
}
