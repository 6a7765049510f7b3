/// A request's body that comes in chunks.
enum ChunkedBody {
  /// What the bytes so far amount to.
  enum BodyResult {
    /// The whole body, and the offset after it.
    case whole([UInt8], end: Int)
    /// More bytes are needed.
    case incomplete
    /// It can't be taken; the status says why.
    case refused(Int)
  }

  /// Reads chunks up to the last and the trailer behind it.
  static func read(_ bytes: ArraySlice<UInt8>, limit: Int) -> BodyResult {
    var rest = bytes
    var body: [UInt8] = []
    while true {
      guard let line = takeLine(&rest) else { return .incomplete }
      let digits = String(decoding: line.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
      guard let size = UInt32(digits, radix: 16) else { return .refused(400) }
      if size == 0 { break }
      guard body.count + Int(size) <= limit else { return .refused(413) }
      guard rest.count >= Int(size) + 2 else { return .incomplete }
      body += rest.prefix(Int(size))
      rest = rest.dropFirst(Int(size))
      guard let empty = takeLine(&rest), empty.isEmpty else { return .refused(400) }
    }
    while let field = takeLine(&rest) {
      if field.isEmpty { return .whole(body, end: rest.startIndex) }
    }
    return .incomplete
  }

  /// Takes a line without its end; nil where it isn't whole.
  private static func takeLine(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let end = rest.firstIndex(of: 0x0A) else { return nil }
    let line = rest[..<end]
    rest = rest[(end + 1)...]
    return line.last == 0x0D ? line.dropLast() : line
  }
}
