/// Cuts the bytes of a connection into requests: HTTP/1.1 as far as clients of the API use it.
struct RequestReader {
  /// What the bytes so far amount to.
  enum Result {
    /// A whole request, and whether the connection stays open after its answer.
    case request(Request, keepsAlive: Bool)
    /// More bytes are needed.
    case incomplete
    /// This is not HTTP, or too large; the status says which.
    case refused(Int)
  }

  /// The longest target, path and query, in bytes.
  private static let targetLimit = 8 << 10
  private static let headLimit = 64 << 10
  private static let bodyLimit = 16 << 20
  private var buffer: [UInt8] = []

  mutating func append(_ bytes: [UInt8]) { buffer += bytes }

  /// Takes the next request out of the bytes.
  mutating func next() -> Result {
    guard let headEnd = endOfHead() else {
      if buffer.count > RequestReader.headLimit { return .refused(400) }
      let hasLongLine = !buffer.prefix(RequestReader.targetLimit + 16).contains(0x0A)
      return hasLongLine && buffer.count > RequestReader.targetLimit + 16
        ? .refused(414) : .incomplete
    }
    let lines = String(decoding: buffer[..<headEnd], as: UTF8.self).split(
      omittingEmptySubsequences: false,
      whereSeparator: \.isNewline
    )
    let words = lines[0].split(separator: " ")
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return .refused(400) }
    guard words[1].utf8.count <= RequestReader.targetLimit else { return .refused(414) }
    var headers: [(name: String, value: String)] = []
    for line in lines.dropFirst() {
      let sides = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2 else { return .refused(400) }
      headers.append((sides[0].lowercased(), String(sides[1].drop { $0 == " " })))
    }
    let body: ChunkedBody.BodyResult
    if let coding = headers.first(where: { $0.name == "transfer-encoding" })?.value {
      guard coding.lowercased() == "chunked" else { return .refused(501) }
      body = ChunkedBody.read(buffer[(headEnd + 4)...], limit: RequestReader.bodyLimit)
    } else {
      body = counted(headers.first { $0.name == "content-length" }?.value, from: headEnd + 4)
    }
    switch body {
    case .incomplete: return .incomplete
    case .refused(let status): return .refused(status)
    case .whole(let bytes, let end):
      let request = Request(String(words[0]), String(words[1]), headers: headers, body: bytes)
      buffer.removeFirst(end)
      let closes = request.header("connection")?.lowercased() == "close"
      return .request(request, keepsAlive: !closes)
    }
  }

  /// A body of a given length.
  private func counted(_ text: String?, from start: Int) -> ChunkedBody.BodyResult {
    guard let length = Int(text ?? "0"), length >= 0 else { return .refused(400) }
    guard length <= RequestReader.bodyLimit else { return .refused(413) }
    guard buffer.count >= start + length else { return .incomplete }
    return .whole(Array(buffer[start..<start + length]), end: start + length)
  }

  private func endOfHead() -> Int? {
    guard buffer.count >= 4 else { return nil }
    for place in 0...buffer.count - 4
    where buffer[place] == UInt8(ascii: "\r") && buffer[place + 1] == UInt8(ascii: "\n")
      && buffer[place + 2] == UInt8(ascii: "\r")
      && buffer[place + 3] == UInt8(ascii: "\n")
    {
      return place
    }
    return nil
  }
}
