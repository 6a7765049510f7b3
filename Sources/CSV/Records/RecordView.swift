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

/// One CSV record as the scanner found it; valid until the scanner is asked for the next one.
@safe
public struct RecordView: BitwiseCopyable {
  let window: UnsafePointer<UInt8>
  let spans: UnsafePointer<FieldSpan>
  let start: Int
  let end: Int
  /// The number of fields.
  public let count: Int
  /// True where any field holds something that JSON escapes.
  let hasEscapes: Bool
  /// The line of the file, counted from 1 as editors do, on which the record begins.
  public let line: Int

  @unsafe
  init(
    window: UnsafePointer<UInt8>,
    spans: UnsafePointer<FieldSpan>,
    count: Int,
    bytes: Range<Int>,
    traits: FieldTraits,
    line: Int
  ) {
    unsafe self.window = window
    unsafe self.spans = spans
    self.count = count
    start = bytes.lowerBound
    end = bytes.upperBound
    hasEscapes = traits.contains(.needsEscape)
    self.line = line
  }

  /// The field in a column, which must exist.
  @inline(__always)
  public subscript(_ column: Int) -> Field {
    precondition(UInt(bitPattern: column) < UInt(bitPattern: count))
    let span = unsafe spans[column]
    let start = Int(span.start)
    return unsafe Field(base: window + start, count: Int(span.end) - start, traits: span.traits)
  }

  /// The record as it stands in the file, quotes and all, without its line break.
  public var raw: ByteView { unsafe ByteView(base: window + start, count: end - start) }
}
