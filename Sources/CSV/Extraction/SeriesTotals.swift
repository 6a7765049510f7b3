import Wire

/// Finds rows that sum up other rows of the same file.
///
/// A row without a message (no id, and no name or one like `Series total`) may be the total of its
/// automation, or the only row that there is. It is held back until the end of the file; then it is
/// left out where there were rows with messages for the same automation and day. A row for everything
/// (its campaign, its type or its first cell is `Total` or `Grand total`) is always left out.
///
/// The same automation is the same id; where one of two rows has none, the same names, and not a
/// campaign here and something else there.
final class SeriesTotals {
  private let messageID: Int?
  private let messageName: Int?
  private let level: Int?
  private let campaignID: Int?
  private let type: Int?
  private let day: Int?
  private let names: [Int]
  /// The cells in one of which a row for everything says that it is one.
  private let labels: [Int]
  private let hash = KeyHash()
  /// What rows with messages and an id are of.
  private var detailedIDs: [UInt64: DetailedID] = [:]
  /// What rows with messages and without an id are of, with a bit for every ``SeriesKind``.
  private var detailedNames: [UInt64: UInt8] = [:]
  /// The type of message of the row before, by the hash of its word.
  private var lastType: (word: UInt64, kind: SeriesKind) = (0, .unknown)
  private var held = ByteBuffer()
  private var heldRows: [HeldRow] = []
  private var grandTotals = 0

  /// What a row's type of message says.
  private enum SeriesKind: UInt8 {
    case unknown, campaign, other

    var bit: UInt8 { 1 << rawValue }
    /// The kinds of rows that one of this kind may sum up.
    var summedUp: UInt8 { self == .unknown ? 0b111 : bit | SeriesKind.unknown.bit }
  }

  /// What a row is of, on its day.
  private struct RowGroup {
    /// Nil where it has no id.
    let id: UInt64?
    let names: UInt64
    let isNamed: Bool
    let kind: SeriesKind
  }

  private struct DetailedID {
    var kinds: UInt8
    /// The names; nil for none.
    let names: UInt64?
  }

  private struct HeldRow {
    let group: RowGroup
    let line: Int
    let end: Int
  }

  init(_ match: HeaderMatch) {
    messageID = match.columns["message_id"]
    messageName = match.columns["message_name"]
    level = match.columns["row_level"]
    campaignID = match.columns["campaign_id"]
    type = match.columns["message_type"]
    day = match.columns["date"]
    names = ["campaign_name", "automation_name", "keyword_name"].compactMap { match.columns[$0] }
    labels = Array(Set(names + [0] + [messageName, level, type].compactMap(\.self)))
  }

  /// True where a row is kept back, because it may be a sum.
  func holds(_ record: RecordView) -> Bool {
    if isGrandTotal(record) {
      grandTotals += 1
      return true
    }
    guard messageID != nil || messageName != nil || level != nil else { return false }
    guard hasNoMessage(record) || isSeries(record) else {
      note(record)
      return false
    }
    let group = group(of: record)
    held.append(record.raw)
    held.append(UInt8(ascii: "\n"))
    heldRows.append(HeldRow(group: group, line: record.line, end: held.count))
    return true
  }

  /// Hands over the rows that turned out to be no sums, their lines, and the number of sums.
  func takeHeld() -> (rows: [UInt8], lines: [Int], sums: Int) {
    var rows: [UInt8] = []
    var lines: [Int] = []
    var start = 0
    let names = heldRows.contains { $0.group.id == nil } ? namesOfIDs : [:]
    for row in heldRows {
      if !isSum(row.group, names) {
        rows += held.withView { $0[start, row.end].array }
        lines.append(row.line)
      }
      start = row.end
    }
    return (rows, lines, heldRows.count - lines.count + grandTotals)
  }

  /// True for a row whose name, type or first cell says that it sums up everything, and that has no message
  /// or campaign.
  private func isGrandTotal(_ record: RecordView) -> Bool {
    guard labels.contains(where: { UniformWords.sumOfAll.contains(record[$0]) }),
      names.allSatisfy({
        UnknownValue.contains(record[$0].trimmed) || UniformWords.sumOfAll.contains(record[$0])
      })
    else { return false }
    if let campaignID, campaignID != 0, !UnknownValue.contains(record[campaignID].trimmed) {
      return UniformWords.sumOfAll.contains(record[campaignID])
    }
    return hasNoMessage(record)
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

  private static let sumOfMessages = UniformWords([
    "total", "seriestotal", "automationtotal", "flowtotal", "allmessages", "overall",
  ])
  private static let sumOfSeries = UniformWords([
    "series", "automation", "flow", "total", "seriestotal", "automationtotal",
  ])
  private static let campaigns = UniformWords(["campaign", "campaigns", "broadcast", "onetime"])

  // MARK: - What rows are of

  private func group(of record: RecordView) -> RowGroup {
    var names = dayHash(record)
    var isNamed = false
    for column in self.names {
      let name = record[column].trimmed
      let isEmpty = UnknownValue.contains(name)
      names = hash.pair(names, isEmpty ? 0 : hash.content(name.bytes))
      if !isEmpty { isNamed = true }
    }
    return RowGroup(id: id(of: record), names: names, isNamed: isNamed, kind: kind(of: record))
  }

  private func dayHash(_ record: RecordView) -> UInt64 {
    day.map { hash.content(record[$0].bytes) } ?? 0
  }

  private func id(of record: RecordView) -> UInt64? {
    guard let campaignID else { return nil }
    let cell = record[campaignID].trimmed
    return UnknownValue.contains(cell) ? nil : hash.pair(dayHash(record), hash.content(cell.bytes))
  }

  private func kind(of record: RecordView) -> SeriesKind {
    guard let type, !UnknownValue.contains(record[type].trimmed) else { return .unknown }
    let word = hash.content(record[type].bytes)
    if word != lastType.word {
      lastType = (word, Self.campaigns.contains(record[type]) ? .campaign : .other)
    }
    return lastType.kind
  }

  private func note(_ record: RecordView) {
    let kind = kind(of: record).bit
    guard let id = id(of: record) else {
      detailedNames[group(of: record).names, default: 0] |= kind
      return
    }
    guard let known = detailedIDs[id] else {
      let group = group(of: record)
      detailedIDs[id] = DetailedID(kinds: kind, names: group.isNamed ? group.names : nil)
      return
    }
    // Rows of one id and day have the same names.
    if known.kinds & kind == 0 { detailedIDs[id]?.kinds |= kind }
  }

  /// True for a row that sums up others, given the names of those that have an id.
  private func isSum(_ group: RowGroup, _ names: [UInt64: UInt8]) -> Bool {
    let sums = group.kind.summedUp
    let byName = detailedNames[group.names] ?? 0
    guard let id = group.id else {
      // Rows without a name, where rows have names, are not of one automation.
      guard group.isNamed || self.names.isEmpty else { return false }
      return (byName | (names[group.names] ?? 0)) & sums != 0
    }
    let byID = detailedIDs[id]?.kinds ?? 0
    return (group.isNamed ? byID | byName : byID) & sums != 0
  }

  private var namesOfIDs: [UInt64: UInt8] {
    var names: [UInt64: UInt8] = [:]
    for entry in detailedIDs.values {
      if let name = entry.names { names[name, default: 0] |= entry.kinds }
    }
    return names
  }
}
