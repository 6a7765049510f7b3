/// A bounds-checked view of bytes that someone else owns.
///
/// A view is two words and is copied freely. It is valid only as long as its owner says: a line
/// that a ``LineReader`` lends is valid until the next one is asked for, the view of a
/// ``ByteBuffer`` until the buffer is next changed. Keep what must outlive that as an `Array` or
/// `String`. Every subscript and slice is checked, so that a wrong offset stops the program
/// instead of reading foreign memory.
@frozen
@safe
public struct ByteView {
  @usableFromInline let base: UnsafePointer<UInt8>
  /// The number of bytes.
  public let count: Int

  /// Wraps memory that the caller keeps alive and unchanged while the view is in use.
  @unsafe
  @inlinable
  public init(base: UnsafePointer<UInt8>, count: Int) {
    precondition(count >= 0)
    unsafe self.base = base
    self.count = count
  }

  /// Wraps a static string's UTF-8 bytes, which live as long as the program.
  @inlinable
  public init(_ text: StaticString) {
    unsafe self.init(base: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// True where there are no bytes.
  @inlinable public var isEmpty: Bool { count == 0 }

  /// The byte at an offset, which must be inside.
  @inlinable
  public subscript(_ offset: Int) -> UInt8 {
    precondition(UInt(bitPattern: offset) < UInt(bitPattern: count))
    return unsafe base[offset]
  }

  /// The bytes from `start` up to, not including, `end`.
  @inlinable
  public subscript(_ start: Int, _ end: Int) -> ByteView {
    precondition(start >= 0 && start <= end && end <= count)
    return unsafe ByteView(base: base + start, count: end - start)
  }

  /// The bytes of a half-open range.
  @inlinable
  public subscript(_ range: Range<Int>) -> ByteView { self[range.lowerBound, range.upperBound] }

  /// The eight bytes from an offset as one little-endian word, for word-at-a-time loops.
  @inlinable
  public func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count - 8)
    return unsafe UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self)
  }

  /// The address of the first byte, for the scanners and for system calls.
  @unsafe
  @inlinable
  public var pointer: UnsafePointer<UInt8> { unsafe base }

  /// The bytes as the standard library's raw buffer, for system calls.
  @unsafe
  @inlinable
  public var rawBuffer: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base, count: count)
  }
}
