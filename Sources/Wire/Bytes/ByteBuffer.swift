import Glibc

/// A growable run of bytes that a program fills and then writes out.
///
/// It owns its memory and cannot be copied. Growth doubles, so that appending costs little; memory
/// is kept when the buffer is emptied, so that a warm buffer never allocates.
@frozen
@safe
public struct ByteBuffer: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  /// The number of bytes held.
  public internal(set) var count: Int {
    @inlinable get { storedCount }
    set { storedCount = newValue }
  }
  @usableFromInline var storedCount = 0

  /// Makes an empty buffer with room for some bytes.
  public init(capacity: Int = 256) {
    let room = max(capacity, 16)
    unsafe base = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    self.capacity = room
  }

  deinit { unsafe base.deallocate() }

  /// True where the buffer holds nothing.
  @inlinable public var isEmpty: Bool { storedCount == 0 }

  /// What the buffer holds; valid until the buffer is next changed.
  @inlinable public var view: ByteView { unsafe ByteView(base: base, count: storedCount) }

  /// Makes sure that so many more bytes fit without another growth.
  @inlinable
  public mutating func reserve(_ additional: Int) {
    if capacity - storedCount < additional { grow(additional) }
  }

  @usableFromInline
  mutating func grow(_ additional: Int) {
    precondition(additional >= 0)
    let wanted = max(capacity * 2, storedCount + additional)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
    unsafe larger.update(from: base, count: storedCount)
    unsafe base.deallocate()
    unsafe base = larger
    capacity = wanted
  }

  /// Appends one byte.
  @inlinable
  public mutating func append(_ byte: UInt8) {
    if storedCount == capacity { grow(1) }
    unsafe base[storedCount] = byte
    storedCount &+= 1
  }

  /// Appends the bytes of a view, which must not be a view of this buffer.
  @inlinable
  public mutating func append(_ bytes: ByteView) {
    reserve(bytes.count)
    unsafe (base + storedCount).update(from: bytes.base, count: bytes.count)
    storedCount &+= bytes.count
  }

  /// Appends a literal.
  @inlinable public mutating func append(_ text: StaticString) { append(ByteView(text)) }

  /// Appends a string's UTF-8; for cold paths.
  @_disfavoredOverload
  public mutating func append(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  /// Appends an array's bytes.
  public mutating func append(_ bytes: [UInt8]) {
    bytes.withView { append($0) }
  }

  /// Forgets everything but keeps the memory.
  @inlinable public mutating func removeAll() { storedCount = 0 }

  /// Forgets what lies behind the first `length` bytes.
  @inlinable
  public mutating func truncate(to length: Int) {
    precondition(length >= 0 && length <= storedCount)
    storedCount = length
  }

  /// Overwrites the byte at an offset.
  @inlinable
  public subscript(_ offset: Int) -> UInt8 {
    get { view[offset] }
    set {
      precondition(UInt(bitPattern: offset) < UInt(bitPattern: storedCount))
      unsafe base[offset] = newValue
    }
  }

  /// Takes away the first `length` bytes and moves the rest to the front.
  public mutating func removeFirst(_ length: Int) {
    precondition(length >= 0 && length <= storedCount)
    unsafe memmove(base, base + length, storedCount - length)
    storedCount -= length
  }

  /// Where the next byte goes, for writers that reserved room and then call ``advance(by:)``.
  @unsafe
  @inlinable
  public var spare: UnsafeMutablePointer<UInt8> { unsafe base + storedCount }

  /// Counts bytes written at ``spare`` as held.
  @unsafe
  @inlinable
  public mutating func advance(by length: Int) {
    precondition(length >= 0 && length <= capacity - storedCount)
    storedCount &+= length
  }
}
