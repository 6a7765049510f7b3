import Wire

/// The scan of one record: where its fields, the record and its line break end.
///
/// The bytes are those of a ``RecordScanner``, with line breaks behind their end, so that every scan
/// stops there at the latest.
struct RecordScan {
  /// What the scan has come upon.
  enum Ending {
    case record
    case textAfterQuote
    case unclosedQuote
    case unfinished
    case end
  }

  private let start: Int
  private let line: Int
  private let delimiter: UInt8
  private let isSourceEmpty: Bool
  /// Where the record ends, before its line break.
  private(set) var recordEnd = 0
  /// Where the next record begins.
  private(set) var nextStart = 0
  /// The line on which the next record begins.
  private(set) var nextLine = 0
  /// The line of the quote that ``Ending/textAfterQuote`` and ``Ending/unclosedQuote`` mean.
  private(set) var quoteLine = 0

  /// Prepares the scan of a record that begins at an offset, on a line.
  @inline(__always)
  init(from start: Int, line: Int, delimiter: UInt8, isSourceEmpty: Bool) {
    self.start = start
    self.line = line
    self.delimiter = delimiter
    self.isSourceEmpty = isSourceEmpty
  }

  /// Takes the record apart; all state that changes per byte lives in locals.
  @unsafe
  @inline(__always)
  mutating func run(
    _ base: UnsafePointer<UInt8>,
    _ end: Int,
    _ fields: inout FieldSink
  ) -> Ending {
    let delimiters = SpecialBytes.broadcast(delimiter)
    var breaks = 0
    var current = FieldTraits()
    var fieldStart = start
    var offset = start
    var mask = unsafe SpecialBytes.unquoted(Self.word(base, offset), delimiter: delimiters)
    while true {
      while mask == 0 {
        offset &+= 8
        mask = unsafe SpecialBytes.unquoted(Self.word(base, offset), delimiter: delimiters)
      }
      let at = offset &+ mask.trailingZeroBitCount &>> 3
      // Line breaks behind the window stop the scan within a word of it.
      assert(at >= fieldStart && at <= end + 8)
      mask &= mask &- 1
      let byte = unsafe base[at]
      if byte == delimiter {
        unsafe fields.add(fieldStart, at, current)
        current = []
        fieldStart = at &+ 1
      } else if byte >= 0x80 {
        current.insert(.nonASCII)
        unsafe fields.note(.nonASCII)
      } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        unsafe fields.add(fieldStart, at, current)
        return unsafe finish(base, at, end, breaks)
      } else if byte != UInt8(ascii: "\"") || at != fieldStart {
        current.insert(.needsEscape)
        unsafe fields.note(.needsEscape)
      } else {
        let opened = line &+ breaks
        let (close, traits, inside) = unsafe Self.quotedField(base, at &+ 1, end)
        breaks &+= inside
        guard close < end else { return unclosed(opened, end, breaks) }
        unsafe fields.add(at &+ 1, close, traits)
        unsafe fields.note(traits)
        fieldStart = close &+ 2
        offset = fieldStart
        let after = unsafe base[close &+ 1]
        guard after == delimiter else {
          return unsafe afterQuote(base, close &+ 1, end, breaks)
        }
        mask = unsafe SpecialBytes.unquoted(Self.word(base, offset), delimiter: delimiters)
      }
    }
  }

  @inline(__always)
  private static func word(_ base: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
    unsafe UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self)
  }

  /// The offset of the quote that closes a field which begins at `start`, or one not before `end`; what
  /// was seen in the field, and how many line breaks it has.
  ///
  /// A call that returns values: what it needs would otherwise take the registers of the loop.
  @inline(never)
  private static func quotedField(
    _ base: UnsafePointer<UInt8>,
    _ start: Int,
    _ end: Int
  ) -> (close: Int, traits: FieldTraits, breaks: Int) {
    var offset = start
    var traits = FieldTraits.quoted
    var breaks = 0
    while true {
      let mask = unsafe SpecialBytes.quoted(word(base, offset))
      guard mask != 0 else {
        offset &+= 8
        continue
      }
      offset &+= mask.trailingZeroBitCount &>> 3
      guard offset < end else { return (offset, traits, breaks) }
      let byte = unsafe base[offset]
      let next = unsafe base[offset &+ 1]
      if byte >= 0x80 {
        traits.insert(.nonASCII)
      } else if byte != UInt8(ascii: "\"") {
        traits.insert(.needsEscape)
        // A CR counts unless the LF behind it will.
        let isBreak =
          byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && next != UInt8(ascii: "\n")
        if isBreak { breaks &+= 1 }
      } else if next == UInt8(ascii: "\"") {
        traits.formUnion([.doubledQuotes, .needsEscape])
        offset &+= 1
      } else {
        return (offset, traits, breaks)
      }
      offset &+= 1
    }
  }

  /// Ends the record at a line break, or at the line breaks behind the window.
  private mutating func finish(
    _ base: UnsafePointer<UInt8>,
    _ at: Int,
    _ end: Int,
    _ breaks: Int
  ) -> Ending {
    var after = min(at &+ 1, end)
    // Whether a CR at the end of the window is alone is not known yet.
    let isReturn = unsafe base[at] == UInt8(ascii: "\r")
    if isReturn, after < end, unsafe base[after] == UInt8(ascii: "\n") {
      after &+= 1
    } else if !isSourceEmpty, at >= end || isReturn && after >= end {
      return .unfinished
    }
    assert(at >= start && at <= end && after <= end && breaks >= 0)
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
  ) -> Ending {
    var at = start
    while unsafe base[at] != UInt8(ascii: "\n") && base[at] != UInt8(ascii: "\r") { at &+= 1 }
    quoteLine = line &+ breaks
    let outcome = unsafe finish(base, at, end, breaks)
    return at == start || outcome == .unfinished ? outcome : .textAfterQuote
  }

  /// Ends the record with the input, or asks for more of it.
  private mutating func unclosed(_ openedOn: Int, _ end: Int, _ breaks: Int) -> Ending {
    guard isSourceEmpty else { return .unfinished }
    quoteLine = openedOn
    recordEnd = end
    nextStart = end
    nextLine = line &+ breaks &+ 1
    return .unclosedQuote
  }
}
