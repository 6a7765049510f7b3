import Wire

/// Owns copies of bytes as fields: constants of a plan, and values that had to be rewritten.
///
/// Fields are named by a ``Range`` of offsets, because the memory moves when the store grows.
struct FieldStore: ~Copyable {
  private var bytes = ByteBuffer(capacity: 1024)

  /// The number of bytes held.
  var count: Int { bytes.count }

  /// Forgets all fields but keeps the memory.
  mutating func removeAll() { bytes.removeAll() }

  /// Adds text and returns where it lies.
  mutating func add(_ text: String) -> Range<Int> { add(Array(text.utf8)) }

  /// Adds bytes and returns where they lie.
  mutating func add(_ text: [UInt8]) -> Range<Int> {
    let start = bytes.count
    bytes.append(text)
    bytes.reserve(Field.slack)
    return start..<bytes.count
  }

  /// The field at a place.
  @inline(__always)
  @_lifetime(borrow self)
  func field(_ place: Range<Int>, traits: FieldTraits = []) -> Field {
    unsafe Field(bytes.view[place].span, traits: traits)
  }
}
