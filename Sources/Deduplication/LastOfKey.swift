import StageKit
import Wire

/// Holds records in a spool until a STATE, and then hands on the last of each key.
struct LastOfKey: ~Copyable {
  private let duplicates: Duplicates
  private let spool: RecordSpool
  /// The field whose largest value is last; nil for the order of arrival.
  private let orderBy: String?
  private var keys = KeySet(holdsPositions: true)
  private var times = ObservationTimes()
  /// Where in the spool the records begin that wait for the next STATE.
  private var start = 0
  /// The positions of those among them that a later one has replaced.
  private var replaced: [Int] = []
  /// How many wait.
  private var waiting = 0
  /// Whether any record so far has a value to be ordered by.
  private var hasOrder = false

  init(_ duplicates: Duplicates, _ spool: RecordSpool, orderBy: String?) {
    self.duplicates = duplicates
    self.spool = spool
    self.orderBy = orderBy
  }

  /// Spools the current record where it is the last of its key so far.
  mutating func take(_ key: (UInt64, UInt32), _ input: inout MessageInput) throws {
    if !hasOrder, let orderBy {
      hasOrder = Self.orderValue(input.scanner, input.line, orderBy) != .unknown
    }
    let content = duplicates.content(input.record)
    times.take(&input)
    let place = keys.insert(key, content, mark: times.mark)
    if place.isNew {
      waiting += 1
    } else {
      let position = Int(keys.position(place.slot))
      guard try replaces(place.slot, content, position, &input) else { return }
      if position >= start {
        replaced.append(position)
      } else {
        duplicates.stage.counts.deduplicated -= 1
        waiting += 1
      }
      keys.setContent(place.slot, content)
      keys.setMark(place.slot, times.mark)
    }
    keys.setPosition(place.slot, Int64(try duplicates.append(&input, to: spool)))
  }

  /// Whether the current record takes the place of the kept one in a slot, whose record is at a
  /// position.
  private func replaces(
    _ slot: Int,
    _ content: UInt32,
    _ position: Int,
    _ input: inout MessageInput
  ) throws -> Bool {
    let isLater = times.isLater(than: keys.mark(slot))
    guard keys.content(slot) != content else {
      duplicates.countExact()
      // The same record once more changes nothing but when it was last seen, which tells a loader
      // that the later export has it, too.
      return isLater
    }
    duplicates.countConflict()
    let replaces = try replaces(position, &input)
    let dropsLater = replaces ? times.isEarlier(than: keys.mark(slot)) : isLater
    if dropsLater { duplicates.noteOlderKept(input.stream) }
    return replaces
  }

  /// Whether the current record comes after the kept one at a position, and reports the conflict.
  private func replaces(_ position: Int, _ input: inout MessageInput) throws -> Bool {
    let replaces = try isLater(&input, position)
    guard let report = duplicates.report else { return replaces }
    var line = ByteBuffer()
    try duplicates.line(at: position, of: spool, into: &line)
    let old = Duplicates.record(of: line.view)
    let new = input.record
    try report.add(
      stream: input.stream,
      kept: replaces ? new : old,
      dropped: replaces ? old : new,
      duplicates.stage
    )
    return replaces
  }

  /// Whether the current record comes after the one at a position: in the given order, and where
  /// that doesn't tell them apart, in the order of arrival.
  private func isLater(_ input: inout MessageInput, _ position: Int) throws -> Bool {
    guard let orderBy else { return true }
    var line = ByteBuffer()
    try duplicates.line(at: position, of: spool, into: &line)
    var scanner = JSONScanner()
    _ = scanner.scan(line.view)
    let old = Self.orderValue(scanner, line.view, orderBy)
    let new = Self.orderValue(input.scanner, input.line, orderBy)
    return !RecordOrder.isBefore(new, old)
  }

  /// The value of the ordering field: the record's, else that of its message.
  ///
  /// So `time_extracted`, which Singer puts beside the record, orders as well as a field of it. A
  /// bare record's own members are those of the whole line.
  private static func orderValue(
    _ scanner: borrowing JSONScanner,
    _ line: ByteView,
    _ field: String
  ) -> RecordOrder.Value {
    for index in stride(from: scanner.record.count - 1, through: 0, by: -1)
    where scanner.record[index].key(in: line).equals(field) {
      return RecordOrder.value(of: scanner.record[index], in: line)
    }
    for index in stride(from: scanner.envelope.count - 1, through: 0, by: -1)
    where scanner.envelope[index].key(in: line).equals(field) {
      return RecordOrder.value(of: scanner.envelope[index], in: line)
    }
    return .unknown
  }

  /// Writes the records that wait, in the order in which they came.
  ///
  /// Throws `StageError` 65 where the field to order by is in none of the records so far: which of
  /// them is the last would be chance.
  mutating func release(_ output: inout MessageOutput, bare: Bool) throws {
    let stage = duplicates.stage
    if let orderBy, waiting > 0, !hasOrder {
      throw StageError(
        .data,
        "--order-by \(orderBy): no record has that field, so none is the last; nothing of them was "
          + "written"
      )
    }
    stage.counts.written += waiting
    replaced.sort()
    var skipped = replaced[...]
    var block = ByteBuffer(capacity: 1 << 18)
    var position = start
    let end = spool.end
    while position < end {
      let count = min(1 << 18, end - position)
      try spool.read(at: position, count: count, into: &block) { try stage.checkSignals() }
      if block.view.firstIndex(of: UInt8(ascii: "\n")) == nil {
        try duplicates.line(at: position, of: spool, into: &block)
        block.append(UInt8(ascii: "\n"))
      }
      position += try Self.write(block.view, at: position, but: &skipped, &output, bare: bare)
    }
    (start, waiting) = (end, 0)
    replaced = []
  }

  /// Writes the whole lines of a block but those replaced; returns how many bytes they take.
  ///
  /// What lies between two that were replaced goes out as one piece.
  private static func write(
    _ block: ByteView,
    at position: Int,
    but replaced: inout ArraySlice<Int>,
    _ output: inout MessageOutput,
    bare: Bool
  ) throws -> Int {
    guard let last = block.lastIndex(of: UInt8(ascii: "\n")) else { return 0 }
    var offset = 0
    while offset <= last {
      let next = min((replaced.first ?? Int.max) - position, last + 1)
      try writeLines(block[offset, next], &output, bare: bare)
      offset = next
      if offset > last { break }
      replaced.removeFirst()
      offset += (block[offset, block.count].firstIndex(of: UInt8(ascii: "\n")) ?? 0) + 1
    }
    return offset
  }

  /// Writes lines, each with its line break.
  private static func writeLines(
    _ lines: ByteView,
    _ output: inout MessageOutput,
    bare: Bool
  ) throws {
    guard bare else { return try output.pass(lines: lines) }
    var start = 0
    while let length = lines[start, lines.count].firstIndex(of: UInt8(ascii: "\n")) {
      try Duplicates.writeBare(lines[start, start + length], &output)
      start += length + 1
    }
  }
}
