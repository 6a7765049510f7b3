import Wire

/// Finds rows that sum up other rows of the same file.
///
/// A row without a message (no id, and no name or one like `Series total`) may be the total of its
/// automation, or the only row that there is. It is held back until the end of the file; then it is
/// left out where there were rows with messages for the same automation and day. A row for everything
/// (its campaign is called `Total` or `Grand total`) is always left out.
final class SeriesTotals {
  private let messageID: Int?
  private let messageName: Int?
  private let level: Int?
  private let group: [Int]
  private let groupNames: [Int]
  private var detailed: Set<UInt64> = []
  private var held = ByteBuffer()
  private var heldRows: [(group: UInt64, line: Int, end: Int)] = []
  private var grandTotals = 0

  init(_ match: HeaderMatch) {
    messageID = match.columns["message_id"]
    messageName = match.columns["message_name"]
    level = match.columns["row_level"]
    // Worked out in locals: Swift 6.3 releases an array twice where a closure reads a property of a
    // noncopyable struct that is not complete yet.
    let names = ["campaign_name", "automation_name", "keyword_name"].compactMap {
      match.columns[$0]
    }
    let series = match.columns["campaign_id"].map { [$0] } ?? names
    let day = match.columns["date"].map { [$0] } ?? []
    groupNames = names
    group = series + day
  }

  /// True where a row is kept back, because it may be a sum.
  func holds(_ record: RecordView) -> Bool {
    let isUnnamed = groupNames.allSatisfy { record[$0].isEmpty || Self.isGrandTotal(record[$0]) }
    if isUnnamed, groupNames.contains(where: { !record[$0].isEmpty }), hasNoMessage(record) {
      grandTotals += 1
      return true
    }
    guard messageID != nil || messageName != nil || level != nil else { return false }
    let key = groupKey(record)
    guard hasNoMessage(record) || isSeries(record) else {
      detailed.insert(key)
      return false
    }
    held.append(record.raw)
    held.append(UInt8(ascii: "\n"))
    heldRows.append((key, record.line, held.count))
    return true
  }

  /// Hands over the rows that turned out to be no sums, their lines, and the number of sums.
  func takeHeld() -> (rows: [UInt8], lines: [Int], sums: Int) {
    var rows: [UInt8] = []
    var lines: [Int] = []
    var start = 0
    for row in heldRows {
      if !detailed.contains(row.group) {
        rows += held.withView { $0[start, row.end].array }
        lines.append(row.line)
      }
      start = row.end
    }
    return (rows, lines, heldRows.count - lines.count + grandTotals)
  }

  private func hasNoMessage(_ record: RecordView) -> Bool {
    if let messageID, !UnknownValue.contains(record[messageID].trimmed) { return false }
    guard let messageName else { return true }
    let name = record[messageName].trimmed
    if UnknownValue.contains(name) { return true }
    return Self.sumOfMessages.contains(name)
  }

  private func isSeries(_ record: RecordView) -> Bool {
    level.map { Self.sumOfSeries.contains(record[$0]) } ?? false
  }

  private static func isGrandTotal(_ field: Field) -> Bool { sumOfAll.contains(field) }

  private static let sumOfMessages = UniformWords([
    "total", "seriestotal", "automationtotal", "flowtotal", "allmessages", "overall",
  ])
  private static let sumOfSeries = UniformWords([
    "series", "automation", "flow", "total", "seriestotal", "automationtotal",
  ])
  private static let sumOfAll = UniformWords(["total", "totals", "grandtotal"])

  private func groupKey(_ record: RecordView) -> UInt64 {
    var hash = FNV1a()
    for column in group {
      hash.add(record[column].bytes)
      hash.add(0x1F)
    }
    return hash.value
  }
}

/// Words as ``HeaderName`` makes them uniform, to be found in fields.
private struct UniformWords {
  private let words: Set<String>
  private let firstLetters: Set<UInt8>

  init(_ words: Set<String>) {
    self.words = words
    firstLetters = Set(words.compactMap(\.utf8.first))
  }

  func contains(_ field: Field) -> Bool {
    mayBegin(field) && words.contains(HeaderName.normalized(field.text))
  }

  /// False where the first letter of a field is that of no word: most are not, and to see that takes
  /// far less than to make them uniform.
  private func mayBegin(_ field: Field) -> Bool {
    for offset in 0..<field.count {
      let byte = field[offset]
      if byte >= 0x80 { return true }
      let letter = byte | 0x20
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
      guard isLetter || byte.isDigit else { continue }
      return firstLetters.contains(letter)
    }
    return false
  }
}
