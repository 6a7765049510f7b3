import Wire

/// Makes the JSON of a record from a row, by a plan that was compiled for the file's header.
struct RowEncoder: ~Copyable {
  /// The steps in the order of the output.
  let steps: [PlanStep]
  /// The name of each step's column.
  let names: [String]
  /// What begins every record: the envelope and the columns that are the same in all of them.
  private let prefix: Range<Int>
  private let suffix: Range<Int>
  /// The room that a row needs whatever its fields hold.
  private let fixedRoom: Int
  private let window: DateWindow?
  private let dateStep: Int
  private let fixedCurrency: CurrencyCode?
  let store: FieldStore
  var times: TimestampReader
  var numbers = NumberReader()
  var categories = Vocabulary.categories
  var channels = Vocabulary.channels
  var messageTypes = Vocabulary.messageTypes
  var attributionTypes = Vocabulary.attributionTypes
  /// Where each step's value lies in the row; empty where it is unknown or has not run.
  var values: [Range<Int>]

  init(_ plan: consuming CompiledPlan) {
    steps = plan.steps
    names = plan.names
    prefix = plan.prefix
    suffix = plan.suffix
    window = plan.window
    dateStep = plan.dateStep
    fixedCurrency = plan.currency
    times = plan.times
    values = Array(repeating: 0..<0, count: plan.steps.count)
    fixedRoom = plan.steps.reduce(plan.prefix.count + plan.suffix.count + 64) {
      $0 + $1.key.count + $1.fallback.count + 64
    }
    store = plan.takeStore()
  }

  /// The room in bytes that a record may need at most.
  func room(for record: RecordView) -> Int {
    // The worst are control characters (six bytes each, twice where an id is repeated) and lines
    // of one character that become objects.
    fixedRoom + record.raw.count * (record.hasEscapes ? 16 : 5)
  }

  /// Writes one record.
  mutating func encode(_ record: RecordView, to row: inout RowWriter) -> RowOutcome {
    if window != nil, let outcome = checkWindow(record, &row) { return outcome }
    numbers.beginRecord()
    row.append(store.field(prefix))
    for index in steps.indices {
      let mark = row.count
      row.append(store.field(steps[index].key))
      if let problem = run(index, record, &row) {
        let found = settle(problem, index, record, &row, mark)
        if let found { return .fault(column: steps[index].column, found) }
      }
    }
    if let currency = fixedCurrency, let other = numbers.currency, other != currency {
      return .fault(column: -1, .otherCurrency)
    }
    row.append(store.field(suffix))
    return .written
  }

  /// Runs a step whose key stands already; a value that is empty is a ``ValueProblem/missingValue``.
  @inline(__always)
  private mutating func run(
    _ index: Int,
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    let start = row.count
    let step = steps[index]
    let problem: ValueProblem?
    if step.operation.rawValue > PlanStep.Operation.attributionType.rawValue {
      problem = derive(step, record, &row)
    } else {
      let field = record[step.column]
      problem = field.isEmpty ? .missingValue : write(step.operation, field, &row)
    }
    values[index] = start..<row.count
    return problem
  }

  /// Writes a field that is not empty.
  @inline(__always)
  mutating func write(
    _ operation: PlanStep.Operation,
    _ field: Field,
    _ row: inout RowWriter
  ) -> ValueProblem? {
    switch operation {
    case .text:
      if field[0] <= 0x20, field.trimmed.isEmpty { return .missingValue }
      row.append(string: field)
      return nil
    case .identifier: return writeIdentifier(field, &row)
    case .number: return numbers.writeNumber(field, to: &row)
    case .integer, .count: return numbers.writeInteger(field, to: &row)
    case .timestamp: return times.writeInstant(field, to: &row, acceptsDay: false)
    case .timestampOrDay: return times.writeInstant(field, to: &row, acceptsDay: true)
    default: return writeRarer(operation, field, &row)
    }
  }

  /// Decides on a value that could not be written as it stands: with spaces around it, in other
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
    row.append(store.field(step.key))
    values[index] = row.count..<row.count
    if problem != .missingValue {
      guard step.column >= 0 else { return problem }
      let trimmed = record[step.column].trimmed
      if !UnknownValue.contains(trimmed) {
        guard trimmed.count < record[step.column].count else { return problem }
        let start = row.count
        let second = write(step.operation, trimmed, &row)
        values[index] = start..<row.count
        return second
      }
    }
    if step.operation == .currency, let currency = numbers.currency {
      currency.letters.withView {
        row.append(UInt8(ascii: "\""))
        row.append($0)
        row.append(UInt8(ascii: "\""))
      }
      return nil
    }
    if step.isRequired { return .missingValue }
    row.append(store.field(step.fallback))
    return nil
  }

  /// Nil where the record's date lies inside the window.
  private mutating func checkWindow(
    _ record: RecordView,
    _ row: inout RowWriter
  ) -> RowOutcome? {
    guard let window else { return nil }
    let problem = run(dateStep, record, &row)
    let failed = problem.flatMap { settle($0, dateStep, record, &row, 0) }
    let isUnknown = values[dateStep].isEmpty
    row.truncate(to: 0)
    if let failed { return .fault(column: steps[dateStep].column, failed) }
    if isUnknown { return .fault(column: steps[dateStep].column, .missingValue) }
    return window.contains(seconds: times.seconds, days: times.days) ? nil : .skipped
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

/// What people write where they mean nothing.
enum UnknownValue {
  static func contains(_ field: Field) -> Bool {
    guard field.count <= 4 else { return false }
    let words = ["", "-", "--", "—", "–", "n/a", "na", "nan", "null", "none", "nil"]
    return words.contains(field.text.lowercased())
  }
}
