/// A bounds-checked view of bytes that someone else owns.
///
/// A view is two words and is copied freely, but never outlives its owner's lending: it cannot be
/// kept in a class, an array or an escaping closure, and while it is in use the compiler refuses
/// every change of the ``ByteBuffer``, ``LineReader`` or array that it came from. Keep what must
/// outlive that as an `Array` or `String`. Every subscript and slice is checked, so that a wrong
/// offset stops the program instead of reading foreign memory.
@frozen
public struct ByteView: ~Escapable, BitwiseCopyable {
  /// The bytes as the standard library's view.
  public let span: RawSpan

  /// Views the bytes of a span, as long as that is lent.
  @inlinable
  @_lifetime(copy span)
  public init(_ span: RawSpan) { self.span = span }

  /// Views a static string's UTF-8 bytes, which live as long as the program.
  @inlinable
  @_lifetime(immortal)
  public init(_ text: StaticString) {
    let bytes = unsafe RawSpan(_unsafeStart: text.utf8Start, byteCount: text.utf8CodeUnitCount)
    span = unsafe _overrideLifetime(bytes, copying: ())
  }

  /// The number of bytes.
  @inlinable public var count: Int { span.byteCount }

  /// True where there are no bytes.
  @inlinable public var isEmpty: Bool { count == 0 }

  /// The byte at an offset, which must be inside.
  @inlinable
  public subscript(_ offset: Int) -> UInt8 {
    precondition(UInt(bitPattern: offset) < UInt(bitPattern: count))
    return unsafe span.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// The bytes from `start` up to, not including, `end`.
  @inlinable
  public subscript(_ start: Int, _ end: Int) -> ByteView {
    @_lifetime(copy self)
    get {
      precondition(start >= 0 && start <= end && end <= count)
      let bounds = unsafe Range(uncheckedBounds: (start, end))
      return unsafe ByteView(span.extracting(unchecked: bounds))
    }
  }

  /// The bytes of a half-open range.
  @inlinable
  public subscript(_ range: Range<Int>) -> ByteView {
    @_lifetime(copy self)
    get { self[range.lowerBound, range.upperBound] }
  }

  /// The eight bytes from an offset as one little-endian word, for word-at-a-time loops.
  @inlinable
  public func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count - 8)
    return unsafe span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
  }

  /// Lends the bytes to a system call, as an address and a length.
  @inlinable
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe span.withUnsafeBytes(body)
  }
}
