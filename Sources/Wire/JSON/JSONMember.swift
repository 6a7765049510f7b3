/// What kind of JSON value a member holds.
@frozen
public enum JSONKind: UInt8, Sendable {
  /// The literal `null`.
  case null
  /// `true`.
  case `true`
  /// `false`.
  case `false`
  /// A number.
  case number
  /// A string.
  case string
  /// An object.
  case object
  /// An array.
  case array
}

/// Where one member of an object lies in its line: offsets in bytes from the line's start.
@frozen
public struct JSONMember: BitwiseCopyable, Sendable {
  /// Offset of the key's first byte, inside its quotes.
  public let keyStart: Int32
  /// Offset of the key's closing quote.
  public let keyEnd: Int32
  /// Offset of the value's first byte; for a string that is its opening quote.
  public let valueStart: Int32
  /// Offset after the value's last byte.
  public let valueEnd: Int32
  /// The value's kind.
  public let kind: JSONKind
  /// True where the key is written with escapes.
  public let keyEscaped: Bool
  /// True where the value is a string written with escapes.
  public let valueEscaped: Bool

  @usableFromInline
  init(
    keyStart: Int,
    keyEnd: Int,
    valueStart: Int,
    valueEnd: Int,
    kind: JSONKind,
    keyEscaped: Bool,
    valueEscaped: Bool
  ) {
    self.keyStart = Int32(truncatingIfNeeded: keyStart)
    self.keyEnd = Int32(truncatingIfNeeded: keyEnd)
    self.valueStart = Int32(truncatingIfNeeded: valueStart)
    self.valueEnd = Int32(truncatingIfNeeded: valueEnd)
    self.kind = kind
    self.keyEscaped = keyEscaped
    self.valueEscaped = valueEscaped
  }

  /// The key as written, without quotes.
  @inlinable
  public func key(in line: ByteView) -> ByteView { line[Int(keyStart), Int(keyEnd)] }

  /// The value as written: for a string with its quotes.
  @inlinable
  public func value(in line: ByteView) -> ByteView { line[Int(valueStart), Int(valueEnd)] }

  /// The inside of a string value as written, without its quotes; only for strings.
  @inlinable
  public func stringBody(in line: ByteView) -> ByteView {
    line[Int(valueStart) + 1, Int(valueEnd) - 1]
  }
}

/// The members of one object in the order of the line; reused from line to line.
@frozen
@safe
public struct MemberTable: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<JSONMember>
  @usableFromInline var capacity: Int
  @usableFromInline var stored = 0

  /// Makes an empty table.
  public init() {
    capacity = 64
    unsafe base = UnsafeMutablePointer<JSONMember>.allocate(capacity: 64)
  }

  deinit { unsafe base.deallocate() }

  /// The number of members.
  @inlinable public var count: Int { stored }

  /// The member at a position, which must be inside.
  @inlinable
  public subscript(_ index: Int) -> JSONMember {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: stored))
    return unsafe base[index]
  }

  /// The position of the last member of that unescaped name, or nil; for cold paths.
  public func lastIndex(named name: StaticString, in line: ByteView) -> Int? {
    var index = stored
    while index > 0 {
      index -= 1
      if self[index].key(in: line).equals(name), !self[index].keyEscaped { return index }
    }
    return nil
  }

  @usableFromInline
  mutating func removeAll() { stored = 0 }

  @inlinable
  mutating func append(_ member: JSONMember) {
    if stored == capacity { grow() }
    unsafe base[stored] = member
    stored &+= 1
  }

  @usableFromInline
  mutating func grow() {
    let larger = UnsafeMutablePointer<JSONMember>.allocate(capacity: capacity * 2)
    unsafe larger.update(from: base, count: stored)
    unsafe base.deallocate()
    unsafe base = larger
    capacity *= 2
  }
}
