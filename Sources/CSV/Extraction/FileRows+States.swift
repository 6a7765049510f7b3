import StageKit
import Wire

extension FileRows {
  /// Takes the claim back that was appended, where the file had it before; false then.
  mutating func isNew(
    _ claims: ClaimRows,
    _ output: inout MessageOutput,
    from start: Int
  ) throws -> Bool {
    switch Self.standing(claims, encoder, scanner.record.line, output.buffer, from: start) {
    case .new: return true
    case .repeated:
      counts.skipped()
      stage.counts[.repeatedClaims] += 1
    case .contradicted(let line): try rejectAsContradicted(line, "order and message")
    }
    output.buffer.truncate(to: start)
    return false
  }

  private static func standing(
    _ claims: ClaimRows,
    _ encoder: borrowing RowEncoder,
    _ line: Int,
    _ output: borrowing ByteBuffer,
    from start: Int
  ) -> ClaimRows.ClaimStanding {
    let record = output.view
    return claims.standing(of: record[start, record.count], encoder.table, line: line)
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
  private func shown(_ line: Int) -> Int { file.replay?.line(of: line) ?? line }
}

extension CountName {
  fileprivate static let repeatedClaims = CountName("repeated claims")
  fileprivate static let repeatedRows = CountName("repeated rows")
  fileprivate static let olderStates = CountName("older states")
}
