import StageKit
import Wire

/// The records that wait for the next STATE.
struct Segment {
  /// Where in the spool they begin.
  var start = 0
  /// The positions of those that a later one has replaced.
  var replaced: [Int] = []
  /// How many wait.
  var waiting = 0
}

extension Deduplicator {
  /// Spools the record where it is the last of its key so far.
  func keepLast(_ key: (UInt64, UInt32), _ input: inout MessageInput) throws {
    guard let spool else { return }
    let content = self.content(input)
    let place = keys.insert(key, content)
    if !place.isNew {
      stage.counts.deduplicated += 1
      let position = Int(keys.position(place.slot))
      if keys.content(place.slot) == content {
        countExact()
        // The same record once more changes nothing, but the time in its message may be later: a
        // loader that knows it can tell a still older version for what it is.
        guard position >= segment.start, options.orderBy != nil, try isLater(&input, position)
        else { return }
      } else {
        countConflict()
        guard try replaces(position, &input) else { return }
      }
      if position >= segment.start {
        segment.replaced.append(position)
      } else {
        stage.counts.deduplicated -= 1
        segment.waiting += 1
      }
      keys.setContent(place.slot, content)
    } else {
      segment.waiting += 1
    }
    let position = try spool.append(input.line) { try stage.checkSignals() }
    keys.setPosition(place.slot, Int64(position))
  }

  /// Whether the current record comes after the kept one at a position, and reports the conflict.
  private func replaces(_ position: Int, _ input: inout MessageInput) throws -> Bool {
    let replaces = try isLater(&input, position)
    guard report != nil, let spool else { return replaces }
    var line = ByteBuffer()
    try spool.line(at: position, into: &line) { try stage.checkSignals() }
    let old = recordPart(of: line.view)
    let new = input.line[input.scanner.recordStart, input.scanner.recordEnd]
    try report?.add(
      stream: input.stream,
      kept: replaces ? new : old,
      dropped: replaces ? old : new,
      stage
    )
    return replaces
  }

  /// Whether the current record comes after the one at a position: in the given order, and where
  /// that doesn't tell them apart, in the order of arrival.
  private func isLater(_ input: inout MessageInput, _ position: Int) throws -> Bool {
    guard let field = options.orderBy, let spool else { return true }
    var line = ByteBuffer()
    try spool.line(at: position, into: &line) { try stage.checkSignals() }
    var scanner = JSONScanner()
    _ = scanner.scan(line.view)
    let old = orderValue(scanner, line.view, field)
    let new = orderValue(input.scanner, input.line, field)
    return !RecordOrder.isBefore(new, old)
  }

  /// The value of the ordering field: the record's, else that of its message.
  ///
  /// So `time_extracted`, which Singer puts beside the record, orders as well as a field of it. A
  /// bare record's own members are those of the whole line.
  private func orderValue(
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
  func endSegment(_ output: inout MessageOutput) throws {
    guard let spool, options.keep == .last else { return }
    stage.counts.written += segment.waiting
    segment.replaced.sort()
    var replaced = segment.replaced[...]
    var block = ByteBuffer(capacity: 1 << 18)
    var position = segment.start
    let end = spool.end
    while position < end {
      let count = min(1 << 17, end - position)
      try spool.read(at: position, count: count, into: &block) { try stage.checkSignals() }
      if block.view.firstIndex(of: 0x0A) == nil {
        try spool.line(at: position, into: &block) { try stage.checkSignals() }
        block.append(0x0A)
      }
      position = try write(block.view, at: position, &replaced, &output)
    }
    segment = Segment(start: end)
  }

  /// Writes the whole lines of a block but those replaced; returns the position after them.
  private func write(
    _ block: ByteView,
    at position: Int,
    _ replaced: inout ArraySlice<Int>,
    _ output: inout MessageOutput
  ) throws -> Int {
    var offset = 0
    while let length = block[offset, block.count].firstIndex(of: 0x0A) {
      if replaced.first == position + offset {
        replaced.removeFirst()
      } else {
        let line = block[offset, offset + length]
        try output.pass(options.wire.bare ? recordPart(of: line) : line)
      }
      offset += length + 1
    }
    return position + offset
  }
}
