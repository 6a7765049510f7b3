/// A JSON value that is known to be valid, read where it lies: without a tree and without a copy.
///
/// For what lies deeper in a record than the members that ``JSONScanner`` notes. Each look-up walks
/// over the value, so it suits objects of which few members are wanted.
public struct JSONView: ~Escapable {
  /// The value as it is written, without white space around it.
  public let bytes: ByteView
  /// What kind of value it is.
  public let kind: JSONKind

  /// Views a value that has passed a scanner.
  @_lifetime(copy bytes)
  public init(valid bytes: ByteView) {
    precondition(!bytes.isEmpty)
    self.bytes = bytes
    kind =
      switch bytes[0] {
      case UInt8(ascii: "n"): .null
      case UInt8(ascii: "t"): .true
      case UInt8(ascii: "f"): .false
      case UInt8(ascii: "\""): .string
      case UInt8(ascii: "["): .array
      case UInt8(ascii: "{"): .object
      default: .number
      }
  }

  /// The value of a member of noted members.
  @_lifetime(copy line)
  public init(_ member: JSONMember, in line: ByteView) { self.init(valid: member.value(in: line)) }

  /// The value of an object's member (the last of that name), `null` included; nil where it has
  /// none, and where this is no object.
  @_lifetime(copy self)
  public func member(_ name: String) -> JSONView? {
    guard kind == .object else { return nil }
    var cursor = JSONCursor(bytes)
    var offset = cursor.skipSpace(1)
    var found = 0..<0
    while offset < bytes.count - 1 {
      let keyEnd = cursor.string(offset + 1)
      let isWanted = bytes[offset + 1, keyEnd - 1].equals(name)
      let first = cursor.afterColon(keyEnd)
      let last = cursor.value(first)
      if isWanted { found = first..<last }
      offset = cursor.skipSpace(cursor.skipSpace(last) + 1)
    }
    if found.isEmpty { return nil }
    return JSONView(valid: bytes[found])
  }

  /// The first element of an array; nil where it has none, and where this is no array.
  public var firstElement: JSONView? {
    @_lifetime(copy self)
    get {
      guard kind == .array else { return nil }
      var cursor = JSONCursor(bytes)
      let offset = cursor.skipSpace(1)
      guard offset < bytes.count - 1 else { return nil }
      return JSONView(valid: bytes[offset, cursor.value(offset)])
    }
  }

  /// Calls a closure with each element of an array; with none where this is no array.
  public func forEachElement<Failure: Error>(
    _ body: (JSONView) throws(Failure) -> Void
  ) throws(Failure) {
    guard kind == .array else { return }
    var cursor = JSONCursor(bytes)
    var offset = cursor.skipSpace(1)
    while offset < bytes.count - 1 {
      let last = cursor.value(offset)
      try body(JSONView(valid: bytes[offset, last]))
      offset = cursor.skipSpace(cursor.skipSpace(last) + 1)
    }
  }

  /// What is between the quotes of a string, as it is written, or the digits of a number; the whole
  /// of any other value.
  ///
  /// Escapes are as they were, so that it can be copied into another string as it is.
  public var text: ByteView {
    @_lifetime(copy self)
    get { kind == .string ? bytes[1, bytes.count - 1] : bytes }
  }
}
