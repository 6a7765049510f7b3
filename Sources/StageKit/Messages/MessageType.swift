import Wire

/// What the `type` of a message says, in any case of its letters.
struct MessageType {
  /// The kind; nil for a BATCH, which only lists files.
  let kind: MessageKind?
  /// True for a type as the specification writes it, in capitals.
  private let isExact: Bool

  /// Reads the member at an index; nil for a type that is none of these.
  @inline(__always)
  init?(_ members: borrowing MemberTable, _ index: Int, _ line: ByteView) {
    guard members[index].kind == .string else { return nil }
    let type = members[index].stringBody(in: line)
    if type.equals("RECORD") {
      (kind, isExact) = (.record, true)
    } else if type.equals("STATE") {
      (kind, isExact) = (.state, true)
    } else if type.equals("SCHEMA") {
      (kind, isExact) = (.schema, true)
    } else if type.equals("ACTIVATE_VERSION") {
      (kind, isExact) = (.activateVersion, true)
    } else {
      guard let folded = Self.folded(type) else { return nil }
      (kind, isExact) = (folded, false)
    }
  }

  /// The kind that a type in other letters means: nil in it for a BATCH, and nil for none.
  @inline(never)
  private static func folded(_ type: ByteView) -> MessageKind?? {
    if type.equalsFolded("record") { return .record }
    if type.equalsFolded("state") { return .state }
    if type.equalsFolded("schema") { return .schema }
    if type.equalsFolded("activate_version") { return .activateVersion }
    if type.equalsFolded("batch") { return .some(nil) }
    return nil
  }

  /// Whether a message among bare records is one: they may have a field `type` of their own, but
  /// hardly the other members of such a message, too.
  func isCertain(_ members: borrowing MemberTable, _ line: ByteView) -> Bool {
    if isExact { return true }
    func has(_ name: StaticString) -> Bool { members.lastIndex(named: name, in: line) != nil }
    switch kind {
    case .record?: return has("stream") && has("record")
    case .schema?: return has("stream") && has("schema")
    case .state?: return has("value")
    case .activateVersion?: return has("stream") && has("version")
    case .unknown?: return false
    case nil: return has("stream") && has("manifest")
    }
  }

  /// Whether a message of an unknown type may hold data: it names a stream, or something is nested.
  static func mayHoldData(_ members: borrowing MemberTable, _ line: ByteView) -> Bool {
    for index in 0..<members.count {
      let kind = members[index].kind
      if kind == .object || kind == .array { return true }
    }
    return members.lastIndex(named: "stream", in: line) != nil
  }
}
