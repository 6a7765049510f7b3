/// The walk over a record beyond the limit, byte by byte by CSV's grammar, so that it ends where the
/// record ends, in whatever chunks the input comes.
struct LongRecord {
  private enum Position {
    case fieldStart
    case unquoted
    case quoted
    case afterQuote
    /// Behind text that follows a closing quote; only a line break leads out.
    case broken
  }

  private let delimiter: UInt8
  private let line: Int
  private var position = Position.fieldStart
  /// The line breaks inside the record.
  private(set) var breaks = 0
  private var openedOn: Int

  /// Begins at the first byte of a record on a line.
  init(line: Int, delimiter: UInt8) {
    self.delimiter = delimiter
    self.line = line
    openedOn = line
  }

  /// What is wrong with the record, seen from where the walk is: it is too long, or its quotes are
  /// still open.
  var problem: RecordProblem { position == .quoted ? .unclosedQuote(line: openedOn) : .tooLong }

  /// Takes a line break, of one byte or of two; true where it ends the record.
  mutating func takeBreak() -> Bool {
    if position != .quoted { return true }
    breaks += 1
    return false
  }

  /// Takes a byte that is no line break.
  mutating func take(_ byte: UInt8) {
    let isQuote = byte == UInt8(ascii: "\"")
    switch position {
    case .fieldStart where isQuote:
      openedOn = line + breaks
      position = .quoted
    case .quoted: position = isQuote ? .afterQuote : .quoted
    case .afterQuote where isQuote: position = .quoted
    case .afterQuote: position = byte == delimiter ? .fieldStart : .broken
    case .fieldStart, .unquoted: position = byte == delimiter ? .fieldStart : .unquoted
    case .broken: break
    }
  }
}
