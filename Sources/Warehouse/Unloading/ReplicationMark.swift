import StageKit
import Wire

/// The column that says what changed since the last run, and how far this run has come in it.
struct ReplicationMark {
  /// The kinds of columns that can order changes, each counted in a whole number: microseconds,
  /// days, or the number itself.
  enum MarkKind { case time, localTime, day, integer }

  let column: String
  let kind: MarkKind
  /// The largest value of the rows so far.
  private(set) var highest: Int64?
  /// How many rows have none.
  private(set) var missing = 0

  /// Nil where values of that form have no order that a bookmark could follow.
  init?(column: SourceColumn) {
    switch column.form {
    case .time: kind = .time
    case .localTime: kind = .localTime
    case .day: kind = .day
    case .integer: kind = .integer
    default: return nil
    }
    self.column = column.name
  }

  /// Takes in the value of a row, as PostgreSQL shows it.
  mutating func take(_ text: ByteView) {
    guard let value = value(text), value > highest ?? .min else { return }
    highest = value
  }

  /// Takes in a row without a value.
  mutating func skip() { missing += 1 }

  /// The number that stands for a value; nil where the text is none.
  func value(_ text: ByteView) -> Int64? {
    switch kind {
    case .time: Timestamp(text, assumingUTC: text.count == 10)?.microseconds
    case .localTime: Timestamp(text, assumingUTC: true)?.microseconds
    case .day: CivilDate(text).map { Int64($0.daysSinceEpoch) }
    case .integer:
      ExactDecimal(text).flatMap { $0.scale == 0 ? Int64(exactly: $0.coefficient) : nil }
    }
  }

  /// The value as a bookmark has it, and PostgreSQL reads it.
  func text(_ value: Int64) -> String {
    switch kind {
    case .time: return Timestamp(microseconds: value).text
    case .localTime: return String(Timestamp(microseconds: value).text.dropLast())
    case .day: return CivilDate(daysSinceEpoch: Int(value)).optionText ?? ""
    case .integer: return String(value)
    }
  }

  /// The condition of the rows that changed from a value on.
  ///
  /// A row without a value could have changed at any time, so it always belongs to them.
  func condition(from value: Int64) -> String {
    let name = SQLText.identifier(column)
    let type =
      switch kind {
      case .time: "timestamptz"
      case .localTime: "timestamp"
      case .day: "date"
      case .integer: "int8"
      }
    return "\(name) >= \(SQLText.literal(text(value)))::\(type) OR \(name) IS NULL"
  }

  /// The latest value that can be meant at an instant; nil for plain numbers.
  ///
  /// A bookmark beyond it would hide what changes until then. Local clocks are up to fourteen hours
  /// ahead of UTC.
  func latest(at now: Timestamp) -> Int64? {
    let hour: Int64 = 3_600_000_000
    return switch kind {
    case .time: now.microseconds
    case .localTime: now.microseconds + 14 * hour
    case .day: (now.microseconds + 14 * hour) / (24 * hour)
    case .integer: nil
    }
  }

  /// Where to begin so that what was committed late is seen, too: that span before a time, and the
  /// value itself for days and numbers, since a run begins with the last of the run before.
  func start(from value: Int64, overlap: Duration) -> Int64 {
    kind == .time || kind == .localTime ? value - overlap.components.seconds * 1_000_000 : value
  }
}
