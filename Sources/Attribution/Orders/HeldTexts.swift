import StageKit
import Wire

/// Texts one behind the other in one buffer, each named by where it begins.
struct HeldTexts: ~Copyable {
  private var bytes = ByteBuffer(capacity: 4096)

  /// Holds a text and returns where: its length in groups of seven bits, then its bytes.
  mutating func hold(_ text: ByteView) throws(StageError) -> UInt32 {
    guard let place = UInt32(exactly: bytes.count) else {
      throw StageError(.data, "the names of the orders take more than 4 GiB")
    }
    var length = text.count
    while length > 127 {
      bytes.append(UInt8(truncatingIfNeeded: length & 127 | 128))
      length >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: length))
    bytes.append(text)
    return place
  }

  /// The text held at a place, which ``hold(_:)`` has returned.
  @_lifetime(borrow self)
  subscript(_ place: Int) -> ByteView {
    @inline(__always)
    @_lifetime(borrow self)
    get {
      let all = bytes.view
      var offset = place
      var length = 0
      var shift = 0
      while true {
        let byte = all[offset]
        offset &+= 1
        length |= Int(byte & 127) << shift
        if byte < 128 { break }
        shift &+= 7
      }
      assert(shift < 64 && length <= all.count - offset)
      return all[offset, offset &+ length]
    }
  }
}
