import StageKit
import Wire

/// Finds among the rows of single texts those that count, and where a message has several of a day,
/// counts them.
///
/// A row of failures has a message of its own, so it is a record. Rows of what was sent are counted by
/// message and day to the end of the file, some fifty bytes for each and eight for each row.
final class SingleTexts {
  /// What a row is.
  enum TextStanding {
    case counts
    /// It is no text that counts.
    case passedOver(CountName)
    case faulty(column: Int, ValueProblem)
  }

  /// True where rows are counted, and are not records themselves.
  let areCounted: Bool
  private let direction: Int?
  private let failed: Int?
  private let failedAt: Int?
  private let subscriber: Int?
  private let figure: [UInt8]

  /// Words for a direction that are known only by their beginning, by what they are taken for.
  private var guesses: [String: Set<String>] = [:]

  private let hash = KeyHash()
  private var form: RecordForm?
  private var messages = ByteBuffer()
  private var entries: [TextCount] = []
  private var places: [UInt64: Int32] = [:]
  private var seen: Set<UInt64> = []

  /// A message and a day, and the texts of it.
  private struct TextCount {
    /// Where the message's id ends in the buffer of ids; it begins where the one before ends.
    let end: Int
    let day: Int32
    var count: UInt32
  }

  /// Where in a record that lies which differs from one to the next.
  private struct RecordForm {
    let bytes: [UInt8]
    let date: Int
    let figure: Int
    let message: Range<Int>
  }

  /// Prepares for a file of a profile; nil for one whose rows are no single texts.
  ///
  /// - Throws: exit code 64 for the replay of rows that were counted, 78 where a mapping adds fields to
  ///   them.
  init?(_ profile: Profile, _ match: HeaderMatch, isReplay: Bool) throws(StageError) {
    guard let name = profile.countedFigure else { return nil }
    failed = match.columns["failed"]
    failedAt = match.columns["failed_at"]
    direction = match.columns["direction"]
    subscriber = match.columns["subscriber_id"]
    areCounted = profile.field("failed_at") == nil
    figure = Array("\"\(name)\":".utf8)
    if areCounted, isReplay {
      throw StageError(
        .usage,
        "rows of \(profile.name) are counted together, so they cannot be replayed by themselves: correct "
          + "the file, and extract the whole of it again"
      )
    }
    let own = ["message_id", "created_at", "direction", "subscriber_id", "updated_at"]
    if areCounted, let other = profile.fields.first(where: { !own.contains($0.name) }) {
      throw StageError(
        .config,
        "the mapping adds the field \(Excerpt.quoted(other.name)), but rows of \(profile.name) are "
          + "counted by message and day, and keep no others"
      )
    }
  }

  /// What a row is.
  func standing(of record: RecordView) -> TextStanding {
    if let failed {
      let cell = IdentifierText.unwrapped(record[failed].trimmed)
      let hasTime = failedAt.map { !UnknownValue.contains(record[$0].trimmed) } ?? false
      if UnknownValue.contains(cell) {
        if !hasTime { return .passedOver(.unfailedTexts) }
      } else if let isFailed = RowEncoder.boolean(cell) {
        if !isFailed { return .passedOver(.unfailedTexts) }
      } else {
        return .faulty(column: failed, .notABoolean)
      }
    }
    guard let direction else { return .counts }
    let word = IdentifierText.unwrapped(record[direction].trimmed)
    if UnknownValue.contains(word) {
      return failed == nil ? .faulty(column: direction, .missingValue) : .counts
    }
    let text = word.text.lowercased()
    if Self.outbound.contains(text) { return .counts }
    if Self.inbound.contains(text) { return .passedOver(.receivedTexts) }
    if text.hasPrefix("out") {
      note(word.text, as: "outbound")
      return .counts
    }
    guard text.hasPrefix("in") else { return .faulty(column: direction, .unknownDirection) }
    note(word.text, as: "inbound")
    return .passedOver(.receivedTexts)
  }

  private static let outbound: Set<String> = ["outbound", "outgoing", "out", "sent"]
  private static let inbound: Set<String> = ["inbound", "incoming", "in", "received"]

  private func note(_ word: String, as direction: String) {
    guard guesses[direction, default: []].count < Vocabulary.mostUnknownWords else { return }
    guesses[direction, default: []].insert(word)
  }

  /// Words for a direction that are not known, but whose beginning is.
  var unknownWords: [UnknownWords] {
    guesses.sorted { $0.key < $1.key }.map { direction, words in
      UnknownWords(field: "direction", words: words, counted: direction)
    }
  }

  // MARK: - Counting

  /// Adds the text of a row, whose record and time are given, to the count of its message and day.
  ///
  /// - Returns: false where the same text was added before.
  func add(_ record: ByteView, _ row: RecordView, at time: (second: Int, microsecond: Int)) -> Bool
  {
    let form = self.form ?? Self.form(of: record, figure)
    self.form = form
    let tail = form.bytes.count - form.message.upperBound
    let message = record[form.message.lowerBound, record.count - tail]
    let own = hash.content(message)
    if let subscriber, !row[subscriber].isEmpty {
      let instant = UInt64(bitPattern: Int64(time.second * 1_000_000 + time.microsecond))
      let person = hash.pair(hash.content(row[subscriber].bytes), instant)
      guard seen.insert(hash.pair(own, person)).inserted else { return false }
    }
    let day = CivilDate.day(ofSecond: time.second)
    let key = hash.pair(own, UInt64(bitPattern: Int64(day)))
    if let place = places[key] {
      entries[Int(place)].count += 1
    } else {
      places[key] = Int32(entries.count)
      messages.append(message)
      entries.append(TextCount(end: messages.count, day: Int32(day), count: 1))
    }
    return true
  }

  /// Takes the first record apart; the id of the message is its last member.
  private static func form(of record: ByteView, _ figure: [UInt8]) -> RecordForm {
    let bytes = record.array
    func end(of name: some Collection<UInt8>) -> Int { bytes.firstRange(of: name)?.upperBound ?? 0 }
    let message = end(of: #""message_id":""#.utf8)
    var close = message
    while close < bytes.count, bytes[close] != UInt8(ascii: "\"") {
      close += bytes[close] == UInt8(ascii: "\\") ? 2 : 1
    }
    return RecordForm(
      bytes: bytes,
      date: end(of: #""date":""#.utf8),
      figure: end(of: figure),
      message: message..<close
    )
  }

  /// The number of messages and days.
  var count: Int { entries.count }

  /// Appends the record of a message and a day, in the order in which they first came.
  func write(_ index: Int, to output: inout ByteBuffer) {
    guard let form else { return }
    let entry = entries[index]
    let start = index == 0 ? 0 : entries[index - 1].end
    form.bytes.withView { bytes in
      output.append(bytes[0, form.date])
      CivilDate(daysSinceEpoch: Int(entry.day)).write(to: &output)
      output.append(bytes[form.date + 10, form.figure])
      output.append(decimal: Int(entry.count))
      output.append(bytes[form.figure + 1, form.message.lowerBound])
      messages.withView { output.append($0[start, entry.end]) }
      output.append(bytes[form.message.upperBound, bytes.count])
    }
  }
}

extension CountName {
  fileprivate static let unfailedTexts = CountName("texts that did not fail")
  fileprivate static let receivedTexts = CountName("texts received")
}
