import Glibc

extension ByteView {
  /// True where both views hold the same bytes.
  @inlinable
  public func equals(_ other: ByteView) -> Bool {
    guard count == other.count else { return false }
    if count > 16 { return hasSameBytes(as: other) }
    // Names are short: two overlapping words beat a call.
    if count >= 8 {
      return word(at: 0) == other.word(at: 0) && word(at: count &- 8) == other.word(at: count &- 8)
    }
    for index in 0..<count where self[index] != other[index] { return false }
    return true
  }

  @usableFromInline
  func hasSameBytes(as other: ByteView) -> Bool { unsafe memcmp(base, other.base, count) == 0 }

  /// True where the bytes are the UTF-8 of a literal.
  @inlinable
  public func equals(_ text: StaticString) -> Bool { equals(ByteView(text)) }

  /// True where the bytes are the UTF-8 of a string; for cold paths.
  @_disfavoredOverload
  public func equals(_ text: String) -> Bool {
    count == text.utf8.count && elementsEqual(text.utf8)
  }

  /// The offset of the first byte of that value, or nil.
  public func firstIndex(of byte: UInt8) -> Int? {
    guard count > 0, let found = unsafe memchr(base, Int32(byte), count) else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// The bytes without ASCII white space (space, tab, CR, LF) at both ends.
  @inlinable public var trimmed: ByteView {
    if count > 0, self[0] > 0x20, self[count - 1] > 0x20 { return self }
    return trimmedSlowly
  }

  @usableFromInline var trimmedSlowly: ByteView {
    var start = 0
    var end = count
    while start < end, self[start].isJSONSpace { start += 1 }
    while end > start, self[end - 1].isJSONSpace { end -= 1 }
    return self[start, end]
  }

  /// A copy as an array.
  public var array: [UInt8] { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }

  /// A copy as text, with invalid UTF-8 repaired; for messages and cold paths.
  public var text: String { String(decoding: self, as: UTF8.self) }
}

extension ByteView: RandomAccessCollection {
  /// The first offset, 0.
  public var startIndex: Int { 0 }
  /// The offset after the last byte.
  public var endIndex: Int { count }
}

extension UInt8 {
  /// True for the four characters that JSON calls white space.
  @inlinable public var isJSONSpace: Bool {
    self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09
  }

  /// True for `0` to `9`.
  @inlinable public var isDigit: Bool { self &- 0x30 < 10 }
}

extension Array where Element == UInt8 {
  /// Lends the array's bytes as a view for the length of a call.
  public func withView<Result, Failure: Error>(
    _ body: (ByteView) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe withUnsafeBufferPointer { (buffer) throws(Failure) -> Result in
      guard let base = buffer.baseAddress else { return try body(ByteView("")) }
      return try body(unsafe ByteView(base: base, count: buffer.count))
    }
  }
}

extension String {
  /// Lends the string's UTF-8 as a view for the length of a call.
  public func withView<Result, Failure: Error>(
    _ body: (ByteView) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Array(utf8).withView(body)
  }
}
