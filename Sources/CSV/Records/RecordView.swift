public import Wire

/// Where a field lies in the scanner's window.
@frozen @usableFromInline
struct FieldSpan: BitwiseCopyable {
  @usableFromInline var start: UInt32
  @usableFromInline var end: UInt32
  @usableFromInline var traits: FieldTraits

  @inlinable
  init(start: Int, end: Int, traits: FieldTraits) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
    self.traits = traits
  }
}

/// One CSV record as the scanner found it; while it is in use the scanner cannot go on.
public struct RecordView: ~Escapable, BitwiseCopyable {
  let window: RawSpan
  /// The spans of the fields: as bytes, since views of a generic type are copied by a call.
  private let spans: RawSpan
  let start: Int
  let end: Int
  /// The number of fields.
  public let count: Int
  /// True where any field holds something that JSON escapes.
  let hasEscapes: Bool
  /// The line of the file, counted from 1 as editors do, on which the record begins.
  public let line: Int

  /// Views a record; behind the window its owner keeps the slack that every ``Field`` may read.
  @unsafe
  @inline(__always)
  @_lifetime(copy window, copy spans)
  init(
    window: RawSpan,
    spans: Span<FieldSpan>,
    bytes: Range<Int>,
    traits: FieldTraits,
    line: Int
  ) {
    self.window = window
    // Of a span all bytes are read that mean something, and no others.
    self.spans = unsafe spans.bytes
    count = spans.count
    start = bytes.lowerBound
    end = bytes.upperBound
    hasEscapes = traits.contains(.needsEscape)
    self.line = line
  }

  /// The field in a column, which must exist.
  public subscript(_ column: Int) -> Field {
    @inline(__always)
    @_lifetime(copy self)
    get {
      let span = span(column)
      // The scanner found the field within the window.
      let bounds = unsafe Range(uncheckedBounds: (Int(span.start), Int(span.end)))
      return unsafe Field(window.extracting(unchecked: bounds), traits: span.traits)
    }
  }

  /// The spans of the fields, to ask ``span(_:in:)`` for one of them when the record is gone.
  var spanBytes: ByteView {
    @_lifetime(copy self)
    get { ByteView(spans) }
  }

  /// Where a field lay within the window of a record, of which these are the spans.
  static func span(_ column: Int, in bytes: ByteView) -> FieldSpan {
    let start = column * MemoryLayout<FieldSpan>.stride
    precondition(start >= 0 && start + MemoryLayout<FieldSpan>.size <= bytes.count)
    return unsafe bytes.span.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: FieldSpan.self)
  }

  /// Where the field in a column lies within the window; the column must exist.
  @inline(__always)
  func span(_ column: Int) -> FieldSpan {
    precondition(UInt(bitPattern: column) < UInt(bitPattern: count))
    return unsafe spans.unsafeLoad(
      fromUncheckedByteOffset: column &* MemoryLayout<FieldSpan>.stride,
      as: FieldSpan.self
    )
  }

  /// The field in a column without the spaces and the formula of a spreadsheet around it; nil where there
  /// is no such column or nothing in it.
  @inline(__always)
  @_lifetime(copy self)
  func field(_ column: Int32?) -> Field? {
    guard let column else { return nil }
    let field = IdentifierText.unwrapped(self[Int(column)].trimmed)
    return field.isEmpty ? nil : field
  }

  /// The field in the first of several columns that has one.
  @_lifetime(copy self)
  func field(_ first: Int32?, _ second: Int32?, _ third: Int32?) -> Field? {
    if let found = field(first) { return found }
    if let found = field(second) { return found }
    return field(third)
  }

  /// The record as it is in the file, quotes and all, without its line break.
  public var raw: ByteView {
    @_lifetime(copy self)
    get { ByteView(window)[start, end] }
  }
}
