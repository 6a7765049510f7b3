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

  /// The same of more than sixteen bytes: times, too, are four overlapping words.
  @usableFromInline
  func hasSameBytes(as other: ByteView) -> Bool {
    if count <= 32 {
      let (last, end) = (count &- 16, count &- 8)
      return word(at: 0) == other.word(at: 0) && word(at: 8) == other.word(at: 8)
        && word(at: last) == other.word(at: last) && word(at: end) == other.word(at: end)
    }
    return isSameMemory(other)
  }

  private func isSameMemory(_ other: ByteView) -> Bool {
    unsafe withUnsafeBytes { one in
      unsafe other.withUnsafeBytes { other in
        guard let first = one.baseAddress, let second = other.baseAddress else { return true }
        return unsafe memcmp(first, second, one.count) == 0
      }
    }
  }

  /// True where an array holds the same bytes.
  @inlinable
  public func equals(_ bytes: [UInt8]) -> Bool { bytes.withView { equals($0) } }

  /// True where the bytes are the UTF-8 of a literal.
  @inlinable
  public func equals(_ text: StaticString) -> Bool { equals(ByteView(text)) }

  /// True where the bytes are the UTF-8 of a string.
  @_disfavoredOverload
  public func equals(_ text: String) -> Bool {
    guard count == text.utf8.count else { return false }
    var index = 0
    for byte in text.utf8 {
      if self[index] != byte { return false }
      index &+= 1
    }
    return true
  }

  /// True where the bytes are a lower-case ASCII literal but for their case.
  @inlinable
  public func equalsFolded(_ literal: StaticString) -> Bool { equalsFolded(ByteView(literal)) }

  /// True where the bytes are those of lower-case text but for the case of ASCII letters.
  @inlinable
  public func equalsFolded(_ wanted: ByteView) -> Bool {
    guard count == wanted.count else { return false }
    for index in 0..<count where self[index].lowered != wanted[index] { return false }
    return true
  }

  /// The offset of the first byte of that value, or nil.
  public func firstIndex(of byte: UInt8) -> Int? {
    unsafe withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = unsafe memchr(base, Int32(byte), bytes.count)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// The bytes without ASCII white space (space, tab, CR, LF) at both ends.
  @inlinable public var trimmed: ByteView {
    @_lifetime(copy self)
    get {
      if count > 0, self[0] > UInt8(ascii: " "), self[count - 1] > UInt8(ascii: " ") { return self }
      return trimmedSlowly
    }
  }

  @usableFromInline var trimmedSlowly: ByteView {
    @_lifetime(copy self)
    get {
      var start = 0
      var end = count
      while start < end, self[start].isJSONSpace { start += 1 }
      while end > start, self[end - 1].isJSONSpace { end -= 1 }
      return self[start, end]
    }
  }

  /// A copy as an array.
  public var array: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }

  /// A copy as text, with invalid UTF-8 repaired; for messages and cold paths.
  public var text: String { unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) } }

  /// The offset of the last byte of that value, or nil.
  public func lastIndex(of byte: UInt8) -> Int? {
    var offset = count
    while offset > 0 {
      offset &-= 1
      if self[offset] == byte { return offset }
    }
    return nil
  }

  /// True where a condition holds for every byte.
  @inlinable
  public func allSatisfy(_ condition: (UInt8) -> Bool) -> Bool {
    for offset in 0..<count where !condition(self[offset]) { return false }
    return true
  }
}

extension UInt8 {
  /// True for the four characters that JSON calls white space.
  @inlinable public var isJSONSpace: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r")
      || self == UInt8(ascii: "\t")
  }

  /// The lower-case form of an ASCII letter, anything else as it is.
  @inlinable public var lowered: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }

  /// True for `0` to `9`.
  @inlinable public var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
}

extension Array where Element == UInt8 {
  /// Lends the array's bytes as a view for the length of a call.
  @inlinable
  public func withView<Result, Failure: Error>(
    _ body: (ByteView) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Only bytes between larger elements could be uninitialised.
    try body(unsafe ByteView(span.bytes))
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
