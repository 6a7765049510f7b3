import StageKit
import Wire

/// Finds among the rows of an unload those that are older states of what another row has: of each claim
/// and each text only the row counts that was changed last.
///
/// A file is read ahead, some fifty bytes for each claim or text. A pipe can be read only once: there a
/// later state that says something else is refused, since the older one has gone out.
final class LatestStates {
  /// What a row is.
  enum StateStanding: Equatable {
    case counts
    /// Another row has a later state.
    case older
    /// It says what another row says.
    case repeated
    /// The row on that line was changed at the same time, and says something else.
    case contradicted(line: Int)
    /// It is a later state of what went out already.
    case late(line: Int)
  }

  /// The latest state so far; of line 0 where its row is still to come.
  private struct KnownState {
    var time: Int64
    var content: UInt64 = 0
    var line = 0
  }

  private let keys: [Int]
  private let change: Int
  /// The cells that a state is made of.
  private let cells: [Int]
  private let hash = KeyHash()
  private let isReadAhead: Bool
  /// True where nothing else looks at two states of one time.
  private let judgesTies: Bool
  private var zone: LocalTimeZone?
  private var parser: CivilTimeParser
  private var states: [UInt64: KnownState] = [:]

  /// Prepares for a file, and reads it ahead where it can be read again; nil for one whose rows are no
  /// states.
  init?(
    _ header: FileHeader,
    _ settings: CSVExtractionSettings,
    _ file: SourceFile,
    delimiter: UInt8,
    _ stage: Stage
  ) throws {
    let path = file.pathToReadAgain
    let (profile, match) = (header.profile, header.match)
    guard let names = profile.keyOfStates, let change = match.columns["updated_at"] else {
      return nil
    }
    keys = names.compactMap { match.columns[$0] }
    self.change = change
    cells = profile.fields.filter { $0.name != "updated_at" }.compactMap { match.columns[$0.name] }
    judgesTies = profile.countedFigure != nil
    zone = settings.zone
    parser = CivilTimeParser(settings.dateOrder == .auto ? profile.dateOrder : settings.dateOrder)
    isReadAhead = path != nil
    guard let path else { return }
    var scanner = try RecordScanner.again(path, delimiter: delimiter, stage)
    try scanner.forEachRecord(ofWidth: match.headers.count) { record in
      if let key = key(of: record), let time = time(of: record) {
        states[key] = KnownState(time: max(time, states[key]?.time ?? time))
      }
      return true
    }
  }

  /// What a row is.
  func standing(of record: RecordView) -> StateStanding {
    guard let key = key(of: record), let time = time(of: record) else { return .counts }
    let content = content(of: record)
    let own = KnownState(time: time, content: content, line: record.line)
    guard let known = states[key] else {
      states[key] = own
      return .counts
    }
    if time < known.time { return .older }
    if known.line == 0 {
      states[key] = own
      return .counts
    }
    if time > known.time, known.content != content { return .late(line: known.line) }
    states[key]?.time = time
    if known.content == content { return .repeated }
    return judgesTies ? .contradicted(line: known.line) : .counts
  }

  private func key(of record: RecordView) -> UInt64? {
    var key: UInt64 = 0
    for column in keys {
      let cell = IdentifierText.bare(record[column])
      if cell.isEmpty { return nil }
      key = hash.pair(key, hash.content(cell.bytes))
    }
    return key
  }

  private func content(of record: RecordView) -> UInt64 {
    cells.reduce(0) { hash.pair($0, hash.content(record[$1].trimmed.bytes)) }
  }

  /// The instant of a state; where its zone is not known, the times of one file are in one zone.
  private func time(of record: RecordView) -> Int64? {
    guard let time = try? parser.parse(record[change].unquotedBytes) else { return nil }
    let second = time.second ?? 0
    let offset = time.offset ?? zone?.offset(day: time.days, second: second) ?? 0
    let digits = time.fraction + Array(repeating: UInt8(ascii: "0"), count: 6 - time.fraction.count)
    return Int64(time.days * 86_400 + second - offset) * 1_000_000 + Int64(TextReader.value(digits))
  }

  /// The fault of a later state in a pipe.
  static func late(after line: Int) -> RecordFault {
    RecordFault(
      .conflictingFigures,
      "the row is a later state of that on line \(line), which has gone out already; give the file by "
        + "its name and not through a pipe: then it is read twice, and only the newest state counts"
    )
  }
}

extension Profile {
  /// The fields that say what a row with a time of change is a state of; nil where rows are no states.
  fileprivate var keyOfStates: [String]? {
    guard field("updated_at") != nil, rows != .orderLines else { return nil }
    if stream.name == StreamShape.attributedOrders.name { return ["order_id", "message_id"] }
    return field("failed_at") == nil ? nil : ["message_id"]
  }
}
