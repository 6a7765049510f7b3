import Wire

/// Writes the JSON of one row into room that was reserved for it, in blocks of sixteen bytes.
///
/// Room is reserved once a row, so that an append is a comparison and a copy. Fields are copied in
/// whole blocks: what is written beyond their end is overwritten by the next append, or lies in
/// the slack. The row counts only once ``commit(to:)`` is called; until then it can be dropped.
@safe
struct RowWriter: ~Copyable, ~Escapable {
  private let start: UnsafeMutablePointer<UInt8>
  private var next: UnsafeMutablePointer<UInt8>
  private let limit: UnsafeMutablePointer<UInt8>

  /// Starts a row of at most that many bytes at the end of a buffer, which cannot change until the
  /// row is finished or dropped.
  @inline(__always)
  @_lifetime(&output)
  init(_ output: inout ByteBuffer, room: Int) {
    output.reserve(room + Field.slack)
    unsafe start = output.spare
    unsafe next = start
    unsafe limit = start + room
  }

  /// Ends the row, and says how many of its bytes lie behind what the buffer holds.
  @inline(__always)
  consuming func finish() -> Int { count }

  /// The number of bytes of the row so far.
  @inline(__always)
  var count: Int { unsafe next - start }

  /// Stops the program where a row outgrows its room, which is sized for the worst case.
  @inline(__always)
  private func check(_ length: Int) { unsafe precondition(limit - next >= length) }

  /// Appends one byte.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    check(1)
    unsafe next.pointee = byte
    unsafe next += 1
  }

  /// Appends the low bytes of a word, the lowest first.
  @inline(__always)
  mutating func append(word: UInt64, _ length: Int) {
    check(length)
    unsafe UnsafeMutableRawPointer(next).storeBytes(of: word, as: UInt64.self)
    unsafe next += length
  }

  /// Appends a field's bytes as they are.
  @inline(__always)
  mutating func append(_ field: Field) {
    let length = field.count
    check(length)
    var offset = 0
    repeat {
      let to = unsafe UnsafeMutableRawPointer(next + offset)
      unsafe to.storeBytes(of: field.block(at: offset), as: UInt64.self)
      unsafe to.storeBytes(of: field.block(at: offset &+ 8), toByteOffset: 8, as: UInt64.self)
      offset &+= 16
    } while offset < length
    unsafe next += length
  }

  /// Appends a literal.
  mutating func append(_ text: StaticString) {
    check(text.utf8CodeUnitCount)
    unsafe next.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    unsafe next += text.utf8CodeUnitCount
  }

  /// Appends a view's bytes.
  mutating func append(_ bytes: ByteView) {
    let count = bytes.count
    check(count)
    let place = unsafe UnsafeMutableRawBufferPointer(start: next, count: count)
    unsafe bytes.withUnsafeBytes { unsafe place.copyMemory(from: $0) }
    unsafe next += count
  }

  /// Appends two digits.
  @inline(__always)
  mutating func append(twoDigits value: Int) {
    assert((0..<100).contains(value))
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / 10))
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value % 10))
  }

  /// Appends an integer in decimal.
  mutating func append(decimal value: Int) {
    var text = ByteBuffer(capacity: 24)
    text.append(decimal: value)
    append(text.view)
  }

  /// Appends a part of this row again; the part must end before its end.
  mutating func appendAgain(_ part: Range<Int>) {
    check(part.count)
    precondition(part.lowerBound >= 0 && part.upperBound <= count)
    unsafe next.update(from: start + part.lowerBound, count: part.count)
    unsafe next += part.count
  }

  /// What was written so far.
  var view: ByteView {
    @_lifetime(borrow self)
    get {
      let bytes = unsafe RawSpan(_unsafeStart: start, byteCount: count)
      return ByteView(unsafe _overrideLifetime(bytes, borrowing: self))
    }
  }

  /// Takes back what was written after that many bytes.
  mutating func truncate(to length: Int) {
    precondition(length >= 0 && length <= count)
    unsafe next = start + length
  }
}
