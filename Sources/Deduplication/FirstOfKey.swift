import StageKit
import Wire

/// Lets the first record of each key through as it comes.
struct FirstOfKey: ~Copyable {
  private let duplicates: Duplicates
  private var keys: KeySet
  private var times = ObservationTimes()

  init(_ duplicates: Duplicates) {
    self.duplicates = duplicates
    keys = KeySet(holdsPositions: duplicates.spool != nil)
  }

  /// True where the current record's key is new; else the record is counted as a duplicate, and
  /// reported where it differs.
  mutating func isNew(_ key: (UInt64, UInt32), _ input: inout MessageInput) throws -> Bool {
    let content = duplicates.content(input.record)
    times.take(&input)
    let place = keys.insert(key, content, mark: times.mark)
    if place.isNew {
      if let spool = duplicates.spool {
        let position = try duplicates.append(&input, to: spool)
        keys.setPosition(place.slot, Int64(position))
      }
      return true
    }
    if times.isLater(than: keys.mark(place.slot)) {
      duplicates.noteOlderKept(input.stream)
    }
    guard keys.content(place.slot) != content else {
      duplicates.countExact()
      return false
    }
    duplicates.countConflict()
    guard let report = duplicates.report, let spool = duplicates.spool else { return false }
    var kept = ByteBuffer()
    try duplicates.line(at: Int(keys.position(place.slot)), of: spool, into: &kept)
    try report.add(
      stream: input.stream,
      kept: Duplicates.record(of: kept.view),
      dropped: input.record,
      duplicates.stage
    )
    return false
  }
}
