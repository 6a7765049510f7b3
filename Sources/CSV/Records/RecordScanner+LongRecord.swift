import Wire

extension RecordScanner {
  /// Where in CSV's grammar the walk over a long record stands.
  private enum Place {
    case fieldStart
    case unquoted
    case quoted
    case afterQuote
    /// Behind text that follows a closing quote; only a line break leads out.
    case broken
  }

  /// Passes over a record beyond the limit, keeping its beginning for the reject.
  ///
  /// The walk follows the grammar byte by byte, so that it ends where the record ends, however the
  /// input comes in chunks, and holds one chunk at a time.
  mutating func skipLongRecord() throws -> RecordEvent {
    let excerpt = window.view[recordStart, recordStart + min(limit, Self.excerptLength)].array
    var place = Place.fieldStart
    var breaks = 0
    var openedOn = line
    var offset = recordStart
    walk: while true {
      if offset == window.count {
        guard !isSourceEmpty else { break }
        recordStart = offset
        try refill()
        offset = 0
        continue
      }
      let byte = window[offset]
      offset += 1
      let isBreak = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      if isBreak {
        if byte == UInt8(ascii: "\r"), try nextIsLineFeed(&offset) { offset += 1 }
        if place != .quoted { break walk }
        breaks += 1
      } else if place == .fieldStart, byte == UInt8(ascii: "\"") {
        openedOn = line + breaks
        place = .quoted
      } else {
        place = step(place, byte)
      }
    }
    hold(excerpt, before: offset)
    nextLine = line + breaks + 1
    return .malformed(place == .quoted ? .unclosedQuote(line: openedOn) : .tooLong)
  }

  /// The place behind a byte that is no line break and opens no quotes.
  private func step(_ place: Place, _ byte: UInt8) -> Place {
    let isQuote = byte == UInt8(ascii: "\"")
    switch place {
    case .quoted: return isQuote ? .afterQuote : .quoted
    case .afterQuote where isQuote: return .quoted
    case .afterQuote: return byte == delimiter ? .fieldStart : .broken
    case .fieldStart, .unquoted: return byte == delimiter ? .fieldStart : .unquoted
    case .broken: return .broken
    }
  }

  /// Whether a line feed comes next; reads on where the window ends.
  private mutating func nextIsLineFeed(_ offset: inout Int) throws -> Bool {
    if offset == window.count, !isSourceEmpty {
      recordStart = offset
      try refill()
      offset = 0
    }
    return offset < window.count && window[offset] == UInt8(ascii: "\n")
  }

  /// Puts the kept beginning in the place of the record that was passed over.
  private mutating func hold(_ excerpt: [UInt8], before rest: Int) {
    var renewed = ByteBuffer(capacity: window.count + excerpt.count + 64)
    renewed.append(excerpt)
    renewed.append(window.view[rest, window.count])
    swap(&renewed, &window)
    endWindow()
    recordStart = 0
    recordEnd = excerpt.count
    nextStart = excerpt.count
    spanCount = 0
  }
}
