/// Cuts the bytes of a connection into requests: HTTP/1.1 as far as clients of the API use it.
struct RequestReader {
  /// What the bytes so far amount to.
  enum Result {
    /// A whole request, and whether the connection stays open after its answer.
    case request(Request, keepsAlive: Bool)
    /// More bytes are needed.
    case incomplete
    /// This is not HTTP, or too large.
    case refused
  }

  private static let headLimit = 64 << 10
  private static let bodyLimit = 16 << 20
  private var buffer: [UInt8] = []

  mutating func append(_ bytes: [UInt8]) { buffer += bytes }

  /// Takes the next request out of the bytes.
  mutating func next() -> Result {
    guard let headEnd = endOfHead() else {
      return buffer.count > RequestReader.headLimit ? .refused : .incomplete
    }
    let lines = String(decoding: buffer[..<headEnd], as: UTF8.self).split(
      omittingEmptySubsequences: false,
      whereSeparator: \.isNewline
    )
    let words = lines[0].split(separator: " ")
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return .refused }
    var headers: [(name: String, value: String)] = []
    for line in lines.dropFirst() {
      let sides = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2 else { return .refused }
      headers.append((sides[0].lowercased(), String(sides[1].drop { $0 == " " })))
    }
    let length = Int(headers.first { $0.name == "content-length" }?.value ?? "0") ?? -1
    guard length >= 0, length <= RequestReader.bodyLimit,
      !headers.contains(where: { $0.name == "transfer-encoding" })
    else { return .refused }
    let bodyStart = headEnd + 4
    guard buffer.count >= bodyStart + length else { return .incomplete }
    let request = Request(
      String(words[0]),
      String(words[1]),
      headers: headers,
      body: Array(buffer[bodyStart..<bodyStart + length])
    )
    buffer.removeFirst(bodyStart + length)
    let closes = request.header("connection")?.lowercased() == "close"
    return .request(request, keepsAlive: !closes)
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
