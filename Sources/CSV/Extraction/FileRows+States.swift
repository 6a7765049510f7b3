import StageKit
import Wire

extension FileRows {
  /// Counts or refuses the scanner's record, whose claim is not new.
  mutating func passOver(_ standing: ClaimStanding) throws {
    switch standing {
    case .new: break
    case .repeated:
      counts.skipped()
      stage.counts[.repeatedClaims] += 1
    case .contradicted(let line): try rejectAsContradicted(line, "order and message")
    case .renamed(let line): try reject(renamed(line: line), day: encoder.lastDay)
    }
  }

  /// The fault of a claim whose order has the id of the order on a line.
  private func renamed(line: Int) -> RecordFault {
    func cell(_ field: String) -> String {
      header.match.columns[field].map { scanner.record[$0].trimmed.text } ?? ""
    }
    let (id, name) = (cell("order_id"), cell("order_name"))
    return OrderHistory.twoNames(id, name, place: "line \(shown(line))")
  }

  /// Counts or refuses the scanner's record, which is not the newest state of what it is of.
  mutating func settle(_ standing: LatestStates.StateStanding) throws {
    switch standing {
    case .counts: break
    case .older:
      counts.skipped()
      stage.counts[.olderStates] += 1
    case .repeated:
      counts.skipped()
      stage.counts[.repeatedRows] += 1
    case .contradicted(let line): try rejectAsContradicted(line, "message and time of change")
    case .late(let line): try reject(LatestStates.late(after: shown(line)), day: nil)
    }
  }

  private mutating func rejectAsContradicted(_ line: Int, _ subject: String) throws {
    let fault = earlier.fault(scanner.record, line: line, shown: shown(line), subject)
    try reject(fault, day: encoder.lastDay)
  }

  /// The number that a line has in the file that was rejected, where this is a replay.
  func shown(_ line: Int) -> Int { file.replay?.line(of: line) ?? line }
}

extension CountName {
  fileprivate static let repeatedClaims = CountName("repeated claims")
  fileprivate static let repeatedRows = CountName("repeated rows")
  fileprivate static let olderStates = CountName("older states")
}
