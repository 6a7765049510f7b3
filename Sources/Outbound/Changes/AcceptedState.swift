import Deduplication
import StageKit
import Wire

/// The accepted state of all persons, and what a run has written beyond it.
///
/// Two files: the accepted state, and beside it (`.pending`) the states that a run has sent downstream,
/// marked at each STATE. A STATE bears the number of its run and mark. Only when it comes back from the
/// loader, which writes it once everything before it is accepted, do the states before that mark move
/// into the accepted file. Both files are replaced as a whole, so a crash at any point leaves either.
final class AcceptedState {
  private let path: String
  private let stage: Stage
  private let lock: Int32
  private let accepted: SnapshotReader?
  private let pending: SnapshotWriter
  private var index = KeySet(holdsPositions: true)
  private let run: UInt64
  private var mark: UInt64 = 0
  private var scratch = ByteBuffer(capacity: 1024)

  private static func pendingPath(_ path: String) -> String { path + ".pending" }

  /// Takes in what was accepted of the last run, and begins a new one.
  ///
  /// - Throws: exit code 65 for a damaged file, 75 where another run uses it.
  init(
    _ path: String,
    bookmark: ChangeBookmark?,
    leaving notAccepted: [PersonKey],
    _ stage: Stage
  ) throws {
    self.path = path
    self.stage = stage
    lock = try SnapshotFile.lock(path)
    if let bookmark {
      try Self.fold(path, bookmark, leaving: notAccepted, stage)
    } else if let left = try? SnapshotReader.open(Self.pendingPath(path)),
      try left.run != SnapshotReader.open(path)?.run
    {
      stage.log.info("nothing of the last run is known as accepted, so it is written again")
    }
    accepted = try SnapshotReader.open(path)
    if let accepted { try Self.read(accepted, into: &index, path) }
    var random = SystemRandomNumberGenerator()
    run = random.next()
    pending = try SnapshotWriter(Self.pendingPath(path), run: run, mark: 0, stage)
    try pending.commit()
  }

  /// Fills an index with the places of all states, and holds the file to its last mark.
  private static func read(
    _ reader: SnapshotReader,
    into index: inout KeySet,
    _ path: String
  ) throws {
    var isWhole = false
    while true {
      switch try reader.advance() {
      case .state(let key, let place):
        isWhole = false
        let slot = index.insert((key.high, key.low), 0).slot
        index.setPosition(slot, Int64(place))
      case .mark: isWhole = true
      case .end:
        guard isWhole else {
          throw StageError(.data, "the snapshot \(path) ends in the middle: it is damaged")
        }
        return
      }
    }
  }

  /// Finds the latest state of a person: of this run, else the accepted one.
  func find(_ key: PersonKey, into state: inout PersonState) throws -> Int {
    let place = index.insert((key.high, key.low), 0)
    guard !place.isNew else {
      index.setPosition(place.slot, -1)
      state.clear()
      return place.slot
    }
    let position = Int(index.position(place.slot))
    if index.content(place.slot) == 1 {
      try pending.read(position, into: &state, &scratch)
    } else if position >= 0, let accepted {
      try accepted.read(position, into: &state, &scratch)
    } else {
      state.clear()
    }
    return place.slot
  }

  /// Sets the state of a person, whose slot ``find(_:into:)`` gave.
  func set(_ key: PersonKey, _ slot: Int, _ state: PersonState) throws {
    index.setPosition(slot, Int64(try pending.append(key, state)))
    index.setContent(slot, 1)
  }

  /// Marks what was set so far, durably, and gives the bookmark for the STATE behind it.
  func markState() throws -> ChangeBookmark {
    mark += 1
    try pending.mark(mark)
    try pending.sync()
    return ChangeBookmark(run: run, mark: mark)
  }

  /// Takes everything up to the last mark as accepted.
  func acceptAll() throws {
    guard mark > 0 else { return }
    try Self.fold(path, ChangeBookmark(run: run, mark: mark), leaving: [], stage)
  }

  /// Moves the states before a mark of the last run into the accepted file.
  private static func fold(
    _ path: String,
    _ bookmark: ChangeBookmark,
    leaving notAccepted: [PersonKey],
    _ stage: Stage
  ) throws {
    let before = try SnapshotReader.open(path)
    if let before, before.run == bookmark.run, before.mark >= bookmark.mark { return }
    guard let newest = try SnapshotReader.open(pendingPath(path)), newest.run == bookmark.run else {
      stage.log.warning(
        "--accepted: the STATE is not one of the last run with this snapshot, so nothing of that "
          + "run is taken as accepted, and it is written again"
      )
      return
    }
    var places = KeySet(holdsPositions: true)
    try collect(newest, upTo: bookmark.mark, &places)
    for key in notAccepted {
      places.setPosition(places.insert((key.high, key.low), 1).slot, -1)
    }
    let writer = try SnapshotWriter(path, run: bookmark.run, mark: bookmark.mark, stage)
    if let before { try copy(before, to: writer, &places, isAccepted: true) }
    if let again = try SnapshotReader.open(pendingPath(path)) {
      try copy(again, to: writer, &places, isAccepted: false)
    }
    try writer.mark(bookmark.mark)
    try writer.commit()
  }

  /// Finds the last state of each person before a mark.
  private static func collect(
    _ reader: SnapshotReader,
    upTo mark: UInt64,
    _ places: inout KeySet
  ) throws {
    while true {
      switch try reader.advance() {
      case .state(let key, let place):
        let slot = places.insert((key.high, key.low), 0).slot
        places.setPosition(slot, Int64(place))
      case .mark(let number) where number == mark: return
      case .mark: break
      case .end:
        throw StageError(.data, "--accepted: the snapshot lacks what its STATE says was written")
      }
    }
  }

  /// Copies the states that are the last of their persons.
  private static func copy(
    _ reader: SnapshotReader,
    to writer: SnapshotWriter,
    _ places: inout KeySet,
    isAccepted: Bool
  ) throws {
    while true {
      switch try reader.advance() {
      case .state(let key, let place):
        let found = places.insert((key.high, key.low), 1)
        if found.isNew { places.setPosition(found.slot, -1) }
        // Of the accepted file all that the run did not set, of the run's the last of each.
        let wanted = isAccepted ? -1 : Int64(place)
        guard places.position(found.slot) == wanted else { continue }
        try reader.withBytes { try writer.append($0) }
      case .mark: break
      case .end: return
      }
    }
  }
}
