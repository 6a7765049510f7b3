import Wire

extension RecordScanner {
  /// Takes one record apart, from `recordStart` on.
  mutating func scan() -> Outcome {
    guard recordStart < window.count else { return isSourceEmpty ? .end : .unfinished }
    while true {
      var fields = unsafe FieldSink(spans.pointer, spans.capacity)
      let outcome = unsafe scan(window.start, window.count, &fields)
      if unsafe fields.count <= spans.capacity {
        spanCount = unsafe fields.count
        traits = unsafe fields.seen
        return outcome
      }
      // There are more fields than the table holds: once more, with room for all of them.
      spans.grow(to: unsafe fields.count, keeping: 0)
    }
  }

  /// The scan itself; all state that changes per byte lives in locals.
  @inline(__always)
  private mutating func scan(
    _ base: UnsafePointer<UInt8>,
    _ end: Int,
    _ fields: inout FieldSink
  ) -> Outcome {
    let delimiters = SpecialBytes.broadcast(delimiter)
    var breaks = 0
    var current = FieldTraits()
    var fieldStart = recordStart
    var offset = recordStart
    var mask = unsafe SpecialBytes.unquoted(word(base, offset), delimiter: delimiters)
    while true {
      while mask == 0 {
        offset &+= 8
        mask = unsafe SpecialBytes.unquoted(word(base, offset), delimiter: delimiters)
      }
      let at = offset &+ mask.trailingZeroBitCount &>> 3
      mask &= mask &- 1
      let byte = unsafe base[at]
      if byte == delimiter {
        unsafe fields.add(fieldStart, at, current)
        current = []
        fieldStart = at &+ 1
      } else if byte >= 0x80 {
        current.insert(.nonASCII)
      } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        unsafe fields.add(fieldStart, at, current)
        return unsafe finish(base, at, end, breaks)
      } else if byte != UInt8(ascii: "\"") || at != fieldStart {
        current.insert(.needsEscape)
      } else {
        let opened = line &+ breaks
        let close = unsafe quotedField(base, at &+ 1, end, &current, &breaks)
        guard close < end else { return unclosed(opened, breaks) }
        unsafe fields.add(at &+ 1, close, current)
        current = []
        fieldStart = close &+ 2
        offset = fieldStart
        let after = unsafe base[close &+ 1]
        guard after == delimiter else {
          return unsafe afterQuote(base, close &+ 1, end, breaks)
        }
        mask = unsafe SpecialBytes.unquoted(word(base, offset), delimiter: delimiters)
      }
    }
  }

  @inline(__always)
  private func word(_ base: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
    unsafe UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self)
  }

  /// The offset of the quote that closes a field which begins at `start`, or one not before `end`.
  private func quotedField(
    _ base: UnsafePointer<UInt8>,
    _ start: Int,
    _ end: Int,
    _ traits: inout FieldTraits,
    _ breaks: inout Int
  ) -> Int {
    var offset = start
    traits = .quoted
    while true {
      let mask = unsafe SpecialBytes.quoted(word(base, offset))
      guard mask != 0 else {
        offset &+= 8
        continue
      }
      offset &+= mask.trailingZeroBitCount &>> 3
      guard offset < end else { return offset }
      let byte = unsafe base[offset]
      let next = unsafe base[offset &+ 1]
      if byte >= 0x80 {
        traits.insert(.nonASCII)
      } else if byte != UInt8(ascii: "\"") {
        traits.insert(.needsEscape)
        // A CR counts unless the LF behind it will.
        let isBreak = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && next != 0x0A
        if isBreak { breaks &+= 1 }
      } else if next == UInt8(ascii: "\"") {
        traits.formUnion([.doubledQuotes, .needsEscape])
        offset &+= 1
      } else {
        return offset
      }
      offset &+= 1
    }
  }

  /// Ends the record at a line break, or at the line breaks that stand behind the window.
  private mutating func finish(
    _ base: UnsafePointer<UInt8>,
    _ at: Int,
    _ end: Int,
    _ breaks: Int
  ) -> Outcome {
    var after = min(at &+ 1, end)
    // Whether a CR at the end of the window stands alone is not known yet.
    let isReturn = unsafe base[at] == UInt8(ascii: "\r")
    if isReturn, after < end, unsafe base[after] == UInt8(ascii: "\n") {
      after &+= 1
    } else if !isSourceEmpty, at >= end || isReturn && after >= end {
      return .unfinished
    }
    recordEnd = at
    nextStart = after
    nextLine = line &+ breaks &+ 1
    return .record
  }

  /// Ends the record after a closing quote with no delimiter behind it.
  private mutating func afterQuote(
    _ base: UnsafePointer<UInt8>,
    _ start: Int,
    _ end: Int,
    _ breaks: Int
  ) -> Outcome {
    var at = start
    while unsafe base[at] != UInt8(ascii: "\n") && base[at] != UInt8(ascii: "\r") { at &+= 1 }
    quoteLine = line &+ breaks
    let outcome = unsafe finish(base, at, end, breaks)
    return at == start || outcome == .unfinished ? outcome : .textAfterQuote
  }

  /// Ends the record with the input, or asks for more of it.
  private mutating func unclosed(_ openedOn: Int, _ breaks: Int) -> Outcome {
    guard isSourceEmpty else { return .unfinished }
    quoteLine = openedOn
    recordEnd = window.count
    nextStart = window.count
    nextLine = line &+ breaks &+ 1
    return .unclosedQuote
  }
}
