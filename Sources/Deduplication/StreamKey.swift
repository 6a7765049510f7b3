public import StageKit
public import Wire

/// The key of one stream: which fields it is made of, and how a record's key is hashed.
///
/// Values are compared by what they say, not by how they are written: a string with escapes equals
/// the same string without, and 1.50 equals 1.5. A string and a number with the same text are the
/// same key, since a warehouse column makes them so.
public final class StreamKey {
  /// The names of the key's fields.
  public let fields: [String]
  private var matcher: FieldMatcher
  private var decoded = ByteBuffer()
  private let seed: [UInt8]

  /// Makes the key of a stream.
  public init(stream: ByteView, fields: [String]) {
    self.fields = fields
    matcher = FieldMatcher(fields)
    seed = stream.array
  }

  /// Hashes the key of a record.
  ///
  /// - Throws: ``RecordFault`` where a field is missing, null or nested, or appears twice.
  public func hash(
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ hash: KeyHash
  ) throws(RecordFault) -> (UInt64, UInt32) {
    matcher.match(record, in: line)
    if let slot = matcher.duplicate { throw .duplicate(fields[slot]) }
    var state = hash.begin()
    seed.withView { state.absorb($0) }
    for slot in fields.indices {
      let position = Int(matcher.positions[slot])
      guard position >= 0, record[position].kind != .null else {
        throw RecordFault(
          .missingValue,
          position < 0 ? "the key field is missing" : "the key field is null",
          fields[slot]
        )
      }
      try absorb(record[position], line, slot, &state)
    }
    return state.digest
  }

  private func absorb(
    _ member: JSONMember,
    _ line: ByteView,
    _ slot: Int,
    _ state: inout KeyHash.RunningHash
  ) throws(RecordFault) {
    if member.kind == .string, !member.valueEscaped {
      return state.absorb(member.stringBody(in: line))
    }
    decoded.removeAll()
    guard KeyText.write(member, in: line, to: &decoded) else {
      throw RecordFault(
        .invalidText,
        "the key field holds an object or array",
        fields[slot]
      )
    }
    decoded.withView { state.absorb($0) }
  }
}
