import Glibc

/// A growable run of bytes that a program fills and then writes out.
///
/// It owns its memory and cannot be copied. Growth doubles, so that appending costs little; memory
/// is kept when the buffer is emptied, so that a warm buffer never allocates.
@frozen
public struct ByteBuffer: ~Copyable {
  @usableFromInline var memory: GrowingMemory<UInt8>
  /// The number of bytes held.
  public internal(set) var count: Int {
    @inlinable get { storedCount }
    set { storedCount = newValue }
  }
  @usableFromInline var storedCount = 0

  /// Makes an empty buffer with room for some bytes.
  public init(capacity: Int = 256) {
    memory = GrowingMemory(capacity: max(capacity, 16))
  }

  /// True where the buffer holds nothing.
  @inlinable public var isEmpty: Bool { storedCount == 0 }

  /// What the buffer holds; while it is in use the buffer cannot be changed.
  @inlinable public var view: ByteView {
    @_lifetime(borrow self)
    get {
      let bytes = unsafe RawSpan(_unsafeStart: memory.pointer, byteCount: storedCount)
      return ByteView(unsafe _overrideLifetime(bytes, borrowing: self))
    }
  }

  /// Lends what the buffer holds for the length of a call: for a buffer that a class holds, whose
  /// ``view`` would end with the access to the property.
  @inlinable
  public func withView<Result, Failure: Error>(
    _ body: (ByteView) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(view)
  }

  /// How many bytes fit without another growth.
  @inlinable public var spareCount: Int { memory.capacity - storedCount }

  /// Makes sure that that many more bytes fit without another growth.
  @inlinable
  public mutating func reserve(_ additional: Int) {
    if spareCount < additional { grow(additional) }
  }

  @usableFromInline
  mutating func grow(_ additional: Int) {
    precondition(additional >= 0)
    memory.grow(to: storedCount + additional, keeping: storedCount)
  }

  /// Appends one byte.
  @inlinable
  public mutating func append(_ byte: UInt8) {
    if storedCount == memory.capacity { grow(1) }
    unsafe memory.pointer[storedCount] = byte
    storedCount &+= 1
  }

  /// Appends the bytes of a view, which the compiler knows to be no view of this buffer.
  @inlinable
  public mutating func append(_ bytes: ByteView) {
    let count = bytes.count
    reserve(count)
    unsafe bytes.withUnsafeBytes { unsafe copy($0) }
    storedCount &+= count
  }

  /// Copies bytes behind those held, where there is room for them.
  @inlinable
  func copy(_ bytes: UnsafeRawBufferPointer) {
    guard let from = bytes.baseAddress else { return }
    unsafe UnsafeMutableRawPointer(spare).copyMemory(from: from, byteCount: bytes.count)
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
      unsafe memory.pointer[offset] = newValue
    }
  }

  /// Takes away the first `length` bytes and moves the rest to the front.
  public mutating func removeFirst(_ length: Int) {
    precondition(length >= 0 && length <= storedCount)
    unsafe memmove(memory.pointer, memory.pointer + length, storedCount - length)
    storedCount -= length
  }

  /// The address of the first byte, for a scanner; any growth makes it invalid.
  @unsafe
  @inlinable
  public var start: UnsafePointer<UInt8> { unsafe UnsafePointer(memory.pointer) }

  /// Where the next byte goes, for writers that reserved room and then call ``advance(by:)``.
  @unsafe
  @inlinable
  public var spare: UnsafeMutablePointer<UInt8> { unsafe memory.pointer + storedCount }

  /// Counts bytes written at ``spare`` as held.
  @unsafe
  @inlinable
  public mutating func advance(by length: Int) {
    precondition(length >= 0 && length <= spareCount)
    storedCount &+= length
  }
}
