/// What is wrong with the shape of one record.
public enum RecordProblem: Sendable, Equatable {
  /// Something other than a delimiter follows a closing quote, on that line.
  case textAfterQuote(line: Int)
  /// The input ends, or the limit is reached, inside a quoted field that began on that line.
  case unclosedQuote(line: Int)
  /// The record is longer than the limit; only its beginning is kept.
  case tooLong
  /// The record has that many fields, more than any table.
  case tooManyFields(Int)
  /// A byte of the record, counted from 0, is not UTF-8.
  case notUTF8(offset: Int)
}

/// What the scanner found next.
public enum RecordEvent: Sendable, Equatable {
  /// A well-formed record.
  case record
  /// A record that cannot be taken apart; the scanner goes on behind it.
  case malformed(RecordProblem)
  /// The end of the input.
  case end
}
