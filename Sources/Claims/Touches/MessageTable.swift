import Wire

/// The messages of a platform, each once: what a claim says of its message, as it will be written.
struct MessageTable: ~Copyable {
  private var texts = ByteBuffer(capacity: 4096)
  private var entries: [(place: Range<Int>, id: UInt64)] = []
  private var places: [UInt64: Int32] = [:]

  /// The place of a message; a new one where it is not known yet.
  ///
  /// - Parameters:
  ///   - text: its fields as members of an object.
  ///   - id: what its identifier hashes to.
  /// - Returns: the place, for ``text(_:)`` and ``id(_:)``.
  mutating func place(of text: ByteView, id: UInt64) -> Int32 {
    var hash = FNV1a()
    hash.add(text)
    if let known = places[hash.value] { return known }
    let start = texts.count
    texts.append(text)
    let place = Int32(entries.count)
    entries.append((start..<texts.count, id))
    places[hash.value] = place
    return place
  }

  /// What the identifier of each message hashes to, by place.
  var ids: [UInt64] { entries.map(\.id) }

  /// What the identifier of a message hashes to.
  func id(_ place: Int32) -> UInt64 { entries[Int(place)].id }

  /// The fields of a message.
  @_lifetime(borrow self)
  func text(_ place: Int32) -> ByteView { texts.view[entries[Int(place)].place] }
}
