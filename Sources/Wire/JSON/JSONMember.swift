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
  @_lifetime(copy line)
  public func key(in line: ByteView) -> ByteView { line[Int(keyStart), Int(keyEnd)] }

  /// The value as written: for a string with its quotes.
  @inlinable
  @_lifetime(copy line)
  public func value(in line: ByteView) -> ByteView { line[Int(valueStart), Int(valueEnd)] }

  /// The inside of a string value as written, without its quotes; only for strings.
  @inlinable
  @_lifetime(copy line)
  public func stringBody(in line: ByteView) -> ByteView {
    line[Int(valueStart) + 1, Int(valueEnd) - 1]
  }
}

/// The members of one object in the order of the line; reused from line to line.
@frozen
public struct MemberTable: ~Copyable {
  @usableFromInline var memory = GrowingMemory<JSONMember>(capacity: 64)
  @usableFromInline var stored = 0
  /// True where any value is a string written with escapes.
  @usableFromInline var escaped = false

  /// Makes an empty table.
  public init() {}

  /// The number of members.
  @inlinable public var count: Int { stored }

  /// True where any value is a string written with escapes.
  @inlinable public var hasEscapedValues: Bool { escaped }

  /// The member at a position, which must be inside.
  @inlinable
  public subscript(_ index: Int) -> JSONMember {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: stored))
    return unsafe memory.pointer[index]
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
  mutating func removeAll() {
    stored = 0
    escaped = false
  }

  @inlinable
  mutating func append(_ member: JSONMember) {
    if stored == memory.capacity { memory.grow(to: stored + 1, keeping: stored) }
    unsafe memory.pointer[stored] = member
    stored &+= 1
    escaped = escaped || member.valueEscaped
  }
}
