/// Hashes keys and records with a secret of this process.
///
/// Keys get 96 bits: among a billion keys the chance that any two share a hash is about one in a
/// hundred billion. The secret keeps anyone from making records that collide. Each step multiplies
/// two words to their full width and folds the halves, sixteen bytes at a time.
@frozen
public struct KeyHash: Sendable {
  @usableFromInline let seedA: UInt64
  @usableFromInline let seedB: UInt64

  /// Makes a hash with a secret from the system.
  public init() {
    var generator = SystemRandomNumberGenerator()
    seedA = generator.next() | 1
    seedB = generator.next() | 1
  }

  /// A hash state to absorb a key's parts into.
  @inlinable @inline(__always)
  public func begin() -> RunningHash { RunningHash(first: seedA, second: seedB) }

  /// A hash of one run of bytes, for content.
  @inlinable @inline(__always)
  public func content(_ bytes: ByteView) -> UInt64 {
    // Short ends have their own number in them, which must not cancel this one.
    var state = seedA ^ UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    if bytes.count >= 128 { state = rounds(bytes, state, &offset) }
    while offset &+ 16 <= bytes.count {
      state = Self.fold(bytes.word(at: offset) ^ seedB, bytes.word(at: offset &+ 8) ^ state)
      offset &+= 16
    }
    if offset &+ 8 <= bytes.count || bytes.count < 16 {
      let (low, high) = Self.tail(bytes, offset)
      return Self.fold(low ^ seedB, high ^ state)
    }
    return Self.fold(bytes.word(at: bytes.count &- 8) ^ seedB, state)
  }

  /// Takes in all whole runs of 64 bytes, in four lanes: each waits for its own product alone, so that
  /// the processor works on four at a time.
  @usableFromInline
  func rounds(_ bytes: ByteView, _ start: UInt64, _ offset: inout Int) -> UInt64 {
    var one = start
    var two = start ^ 0xA076_1D64_78BD_642F
    var three = start ^ 0xE703_7ED1_A0B4_28DB
    var four = start ^ 0x8EBC_6AF0_9C88_C6E3
    let (other, third, fourth) = (seedB ^ seedA, seedB &+ seedA, seedB &- seedA)
    let end = bytes.count &- 64
    var at = 0
    while at <= end {
      one = Self.fold(Self.word(bytes, at) ^ seedB, Self.word(bytes, at &+ 8) ^ one)
      two = Self.fold(Self.word(bytes, at &+ 16) ^ other, Self.word(bytes, at &+ 24) ^ two)
      three = Self.fold(Self.word(bytes, at &+ 32) ^ third, Self.word(bytes, at &+ 40) ^ three)
      four = Self.fold(Self.word(bytes, at &+ 48) ^ fourth, Self.word(bytes, at &+ 56) ^ four)
      at &+= 64
    }
    offset = at
    return Self.fold(Self.fold(one ^ seedB, two ^ seedA) ^ seedB, Self.fold(three, four) ^ start)
  }

  /// The word at an offset, unchecked: the loop over whole runs has checked it.
  @inline(__always)
  private static func word(_ bytes: ByteView, _ offset: Int) -> UInt64 {
    assert(offset >= 0 && offset <= bytes.count - 8)
    return unsafe bytes.span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
  }

  /// A hash of two words.
  @inlinable @inline(__always)
  public func pair(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let mixed = Self.fold(one ^ seedA, other ^ 0x9E37_79B9_7F4A_7C15)
    return Self.fold(mixed ^ seedB, other ^ 0xE703_7ED1_A0B4_28DB)
  }

  /// Both halves of the product, folded into one word.
  @inlinable @inline(__always)
  static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  /// The last fifteen bytes or fewer as two words.
  @inlinable @inline(__always)
  static func tail(_ bytes: ByteView, _ start: Int) -> (UInt64, UInt64) {
    assert(start >= 0 && start <= bytes.count)
    let count = bytes.count &- start
    if count >= 8 { return (bytes.word(at: start), bytes.word(at: bytes.count &- 8)) }
    if count >= 4 {
      let halves = UInt64(half(bytes, start)) << 32 | UInt64(half(bytes, bytes.count &- 4))
      return (halves, UInt64(truncatingIfNeeded: count))
    }
    var word: UInt64 = 0
    for index in start..<bytes.count { word = word << 8 | UInt64(bytes[index]) }
    return (word, UInt64(truncatingIfNeeded: count))
  }

  /// Four bytes from an offset.
  @inlinable @inline(__always)
  static func half(_ bytes: ByteView, _ offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset <= bytes.count - 4)
    return unsafe bytes.span.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self)
  }

  /// A hash that is being computed over the parts of a key.
  @frozen
  public struct RunningHash {
    @usableFromInline var first: UInt64
    @usableFromInline var second: UInt64

    @inlinable
    init(first: UInt64, second: UInt64) {
      self.first = first
      self.second = second
    }

    /// Takes in one part; its length counts, so that the borders between parts matter.
    @inlinable @inline(__always)
    public mutating func absorb(_ bytes: ByteView) {
      let length = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
      first ^= length
      second = second &+ length
      var offset = 0
      while offset &+ 16 <= bytes.count {
        step(bytes.word(at: offset), bytes.word(at: offset &+ 8))
        offset &+= 16
      }
      let (low, high) = KeyHash.tail(bytes, offset)
      step(low, high)
    }

    @inlinable @inline(__always)
    mutating func step(_ low: UInt64, _ high: UInt64) {
      first = KeyHash.fold(low ^ 0xA076_1D64_78BD_642F, high ^ first)
      second = KeyHash.fold(low ^ second, high ^ 0xE703_7ED1_A0B4_28DB)
    }

    /// The 96 bits as a word and a half word.
    @inlinable public var digest: (UInt64, UInt32) {
      let high = KeyHash.fold(first ^ 0x8EBC_6AF0_9C88_C6E3, second ^ 0x5899_65CC_7537_4CC3)
      let low = KeyHash.fold(second ^ 0x1D8E_4E27_C47D_124F, first ^ 0xEB44_ACCA_B455_D165)
      return (high, UInt32(truncatingIfNeeded: low))
    }
  }
}
