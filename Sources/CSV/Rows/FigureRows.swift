import Wire

/// What one file has said of each message and day so far.
///
/// Rows that have no id and nothing else that tells them apart are numbered: two rows of one name and
/// day are figures of two messages, unless they are the same to the letter. In another export they may
/// come in another order: their figures then change places, and the sum stays. Rows of one id and day
/// are one message, and must be the same.
struct FigureRows {
  /// More of one name and day are no messages that somebody forgot to number.
  static let most = 1000

  /// The steps that write of which day, platform and store figures are.
  private let steps: [Int]
  /// The columns that say so in the file, in their order: one day may be written in several ways.
  private let columns: [Int]
  private let hash = KeyHash()
  /// What the row of each key says: with fewer bits, two of a million would be taken for one by chance.
  private var rows = FirstByKey()

  init(steps: [Int], columns: [Int]) {
    self.steps = steps
    self.columns = columns
  }

  /// The number of a row among those of its name, day, platform and store, from 0; nil for one too many.
  mutating func number(
    of name: UInt64,
    _ record: RecordView,
    _ written: borrowing StepTable,
    _ row: borrowing RowWriter
  ) -> Int? {
    let (key, content) = (key(name, written, row), content(record))
    for number in 0..<Self.most where take(hash.pair(key, UInt64(number)), content) {
      return number
    }
    return nil
  }

  /// False where the file has other figures of that day, platform, store and id, which is what the row
  /// has from a place on.
  mutating func agrees(
    idFrom start: Int,
    _ written: borrowing StepTable,
    _ row: borrowing RowWriter
  ) -> Bool {
    let key = key(hash.content(row.view[start, row.count]), written, row)
    return take(hash.pair(key, .max), hash.content(row.view))
  }

  private func key(
    _ name: UInt64,
    _ written: borrowing StepTable,
    _ row: borrowing RowWriter
  ) -> UInt64 {
    var key = name
    for step in steps { key = hash.pair(key, hash.content(row.view[written.value(step)])) }
    return key
  }

  /// What a row says beside what its key is made of.
  private func content(_ record: RecordView) -> UInt64 {
    let bytes = ByteView(record.window)
    var start = record.start
    var content: UInt64 = 0
    for column in columns {
      let span = record.span(column)
      content = hash.pair(content, hash.content(bytes[start, Int(span.start)]))
      start = Int(span.end)
    }
    return hash.pair(content, hash.content(bytes[start, record.end]))
  }

  /// True for a key that is new, and for one whose row was the same.
  private mutating func take(_ key: UInt64, _ content: UInt64) -> Bool {
    rows.first(of: key, orNow: content).map { $0 == content } ?? true
  }
}
