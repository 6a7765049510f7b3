public import Wire

/// What the scanner saw in a field, so that its readers need not look again.
@frozen
public struct FieldTraits: OptionSet, Sendable, BitwiseCopyable {
  /// The set's bits.
  public let rawValue: UInt8
  /// Makes a set from its bits.
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// The field is in quotes.
  public static let quoted = FieldTraits(rawValue: 1)
  /// A quoted field holds `""`, which stands for one quote.
  public static let doubledQuotes = FieldTraits(rawValue: 2)
  /// The field holds a quote, a backslash or a control character, which JSON escapes.
  public static let needsEscape = FieldTraits(rawValue: 4)
  /// The field holds bytes beyond ASCII.
  public static let nonASCII = FieldTraits(rawValue: 8)
}

/// One field of a CSV record: its bytes without the quotes around them, and what is known of them.
///
/// A field knows that at least ``slack`` readable bytes lie behind its end, because its owner (the
/// scanner's window or a ``FieldStore``) keeps them there. So it can be read and copied in whole
/// words without a look at its length.
@frozen
public struct Field: ~Escapable, BitwiseCopyable {
  /// The bytes; behind them lies the slack, which only unchecked loads can reach.
  @usableFromInline let span: RawSpan
  /// What the scanner saw.
  public let traits: FieldTraits

  /// The number of readable bytes behind the end of every field.
  public static let slack = 32

  /// Wraps bytes behind whose end their owner keeps ``slack`` more.
  @unsafe
  @inlinable
  @_lifetime(copy span)
  init(_ span: RawSpan, traits: FieldTraits) {
    self.span = span
    self.traits = traits
  }

  /// The number of bytes.
  @inlinable public var count: Int { span.byteCount }

  /// True where there is nothing between the commas.
  @inlinable public var isEmpty: Bool { count == 0 }

  /// The bytes as they are in the file, with doubled quotes still double.
  @inlinable public var bytes: ByteView {
    @_lifetime(copy self)
    get { ByteView(span) }
  }

  /// The byte at an offset, which may lie in the slack behind the field.
  @inlinable
  public subscript(_ offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < count + Field.slack)
    return unsafe span.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// Eight bytes from an offset, which may reach into the slack behind the field.
  @inlinable
  public func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count + Field.slack - 8)
    return unsafe span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
  }

  /// Eight bytes of a field that is copied in whole blocks of sixteen; unchecked, since the last
  /// block that holds any byte of the field ends within the slack.
  @unsafe
  @inline(__always)
  func block(at offset: Int) -> UInt64 {
    assert(offset >= 0 && offset <= count + Field.slack - 8)
    return unsafe span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
  }

  /// True where all bytes are digits.
  @inline(never)
  var isDigits: Bool {
    if count >= 8, count <= 16 {
      return DigitWords(word(at: 0), word(at: count &- 8)).areDigits
    }
    var offset = 0
    while offset < count {
      // Each byte minus `0`; the sums overflow into the high bits where one is above 9.
      let digits = word(at: offset) ^ 0x3030_3030_3030_3030
      let bad = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
      let left = count &- offset
      if left < 8 { return bad & (1 &<< UInt64(left &* 8) &- 1) == 0 }
      if bad != 0 { return false }
      offset &+= 8
    }
    return true
  }

  /// The number of bytes from an offset up to the next that JSON escapes, or to the end.
  @inline(__always)
  func plainLength(from start: Int) -> Int {
    var offset = start
    while offset < count {
      let plain = JSONString.plainPrefix(of: word(at: offset))
      offset &+= plain
      if plain < 8 { break }
    }
    return min(offset, count) &- start
  }

  /// A part of the field.
  @inlinable
  @_lifetime(copy self)
  public func slice(_ start: Int, _ end: Int) -> Field {
    precondition(start >= 0 && start <= end && end <= count)
    let bounds = unsafe Range(uncheckedBounds: (start, end))
    return unsafe Field(span.extracting(unchecked: bounds), traits: traits)
  }

  /// The field without what is invisible at both ends: see ``InvisibleText``.
  public var trimmed: Field {
    @inline(__always)
    @_lifetime(copy self)
    get {
      guard count > 0, self[0].mayBeInvisible || self[count &- 1].mayBeInvisible else {
        return self
      }
      return reallyTrimmed()
    }
  }

  @inline(never)
  @_lifetime(copy self)
  private func reallyTrimmed() -> Field {
    let (start, end) = bytes.visibleEnds
    return slice(start, end)
  }

  /// The text that the field stands for, doubled quotes undone; for messages and cold paths.
  public var text: String {
    guard traits.contains(.doubledQuotes) else { return bytes.text }
    return unquotedBytes.withView { $0.text }
  }

  /// The bytes that the field stands for, doubled quotes undone.
  public var unquotedBytes: [UInt8] {
    guard traits.contains(.doubledQuotes) else { return bytes.array }
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var offset = 0
    while offset < count {
      result.append(self[offset])
      offset += self[offset] == UInt8(ascii: "\"") ? 2 : 1
    }
    return result
  }
}
