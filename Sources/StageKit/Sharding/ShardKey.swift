package import Wire

/// The key of a stream, as records are divided by it; see ``Shard``.
package final class ShardKey {
  private var matcher: FieldMatcher
  private var text = ByteBuffer()
  /// The number of the field that is hashed in the normal form of an order's name.
  private let nameSlot: Int?

  /// Makes the key of those fields, in their order.
  package init(_ fields: [String], normalizesNames: Bool = false) {
    matcher = FieldMatcher(fields)
    nameSlot = normalizesNames ? fields.firstIndex(of: "order_name") : nil
  }

  /// The hash of a record's key.
  package func hash(_ record: borrowing MemberTable, _ line: ByteView) -> UInt64 {
    matcher.match(record, in: line)
    var hash = FNV1a()
    for slot in matcher.positions.indices {
      let position = Int(matcher.positions[slot])
      if position >= 0 {
        text.removeAll()
        _ = KeyText.write(record[position], in: line, to: &text)
        if slot == nameSlot { hash.add(OrderName.normal(text.view)) } else { hash.add(text.view) }
      }
      hash.add(0)
    }
    return hash.value
  }
}
