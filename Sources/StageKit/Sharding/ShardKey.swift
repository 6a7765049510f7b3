package import Wire

/// The key of a stream, as records are divided by it; see ``Shard``.
package final class ShardKey {
  private var matcher: FieldMatcher
  private var text = ByteBuffer()

  /// Makes the key of those fields, in their order.
  package init(_ fields: [String]) { matcher = FieldMatcher(fields) }

  /// The hash of a record's key.
  package func hash(_ record: borrowing MemberTable, _ line: ByteView) -> UInt64 {
    matcher.match(record, in: line)
    var hash = FNV1a()
    for slot in matcher.positions.indices {
      let position = Int(matcher.positions[slot])
      if position >= 0 {
        text.removeAll()
        _ = KeyText.write(record[position], in: line, to: &text)
        hash.add(text.view)
      }
      hash.add(0)
    }
    return hash.value
  }
}
