/// Puts an HTTP/1.1 answer together from the bytes as they come.
///
/// It accepts what RFC 9112 allows a server to send to one request at a time (a body with a length,
/// in chunks, or up to the end of the connection) and refuses the rest; it never holds more than
/// the limit.
public struct HTTPResponseParser: Sendable {
  /// The most bytes that are accepted beside the body: the head, those of interim answers before it,
  /// and the trailers.
  public static let headLimit = 64 << 10

  private enum Part: Sendable {
    case head
    case body(remaining: Int)
    case bodyToEnd
    case chunkSize
    case chunk(remaining: Int)
    case chunkEnd
    case trailer
    case done
  }

  private let bodyLimit: Int
  /// Whether a success turns the connection into a tunnel, and so has no body.
  private let opensTunnel: Bool
  private var part = Part.head
  private var pending: [UInt8] = []
  /// How many bytes of heads and trailers have been taken.
  private var headBytes = 0
  private var response = HTTPResponse(status: 0)
  /// Whether another request can follow on the same connection, once the answer is whole.
  public private(set) var keepsAlive = true

  /// Expects an answer with a body of at most that many bytes; to CONNECT, where it opens a tunnel.
  public init(bodyLimit: Int, opensTunnel: Bool = false) {
    self.bodyLimit = bodyLimit
    self.opensTunnel = opensTunnel
  }

  /// Whether any byte has come.
  public var hasBegun: Bool { response.status != 0 || !pending.isEmpty }

  /// Takes bytes.
  ///
  /// - Returns: the answer once it is whole, else nil.
  /// - Throws: ``HTTPFault`` where this isn't an acceptable answer.
  public mutating func feed(_ bytes: some Sequence<UInt8>) throws(HTTPFault) -> HTTPResponse? {
    pending += bytes
    var goesOn = true
    while goesOn { goesOn = try step() }
    guard case .done = part else { return nil }
    return response
  }

  /// Takes notice that the connection has ended.
  ///
  /// - Returns: the answer, where its end is the end of the connection.
  /// - Throws: ``HTTPFault`` where something is missing.
  public mutating func end() throws(HTTPFault) -> HTTPResponse {
    if case .bodyToEnd = part { return response }
    guard hasBegun else {
      throw HTTPFault(.cut, "the connection closed without an answer", wasSilent: true)
    }
    throw HTTPFault(.cut, "the connection closed in the middle of the answer")
  }

  /// Deals with what is pending; false where more bytes are needed.
  private mutating func step() throws(HTTPFault) -> Bool {
    switch part {
    case .head: return try readHead()
    case .body(let remaining):
      let taken = try take(remaining)
      part = taken == remaining ? .done : .body(remaining: remaining - taken)
      return taken == remaining
    case .bodyToEnd:
      _ = try take(pending.count)
      return false
    case .chunkSize: return try readChunkSize()
    case .chunk(let remaining):
      let taken = try take(remaining)
      part = taken == remaining ? .chunkEnd : .chunk(remaining: remaining - taken)
      return taken == remaining
    case .chunkEnd:
      guard let line = try line(atMost: 2) else { return false }
      guard line.isEmpty else { throw HTTPFault(.malformed, "a chunk has the wrong length") }
      part = .chunkSize
      return true
    case .trailer:
      guard let line = try line(atMost: HTTPResponseParser.headLimit) else { return false }
      try countHead(line.utf8.count + 2)
      if line.isEmpty { part = .done }
      return !line.isEmpty
    case .done:
      // Bytes behind the answer belong to none of our requests.
      if !pending.isEmpty { keepsAlive = false }
      return false
    }
  }

  private mutating func take(_ count: Int) throws(HTTPFault) -> Int {
    let taken = min(count, pending.count)
    guard response.body.count + taken <= bodyLimit else { throw tooLarge }
    if taken == pending.count, response.body.isEmpty {
      swap(&response.body, &pending)
    } else {
      response.body += pending[..<taken]
      pending.removeFirst(taken)
    }
    return taken
  }

  private var tooLarge: HTTPFault {
    HTTPFault(.tooLarge, "the answer is larger than \(bodyLimit >> 20) MiB")
  }

  /// The next line without its end, or nil where it isn't whole yet.
  private mutating func line(atMost limit: Int) throws(HTTPFault) -> String? {
    guard let newline = pending.firstIndex(of: UInt8(ascii: "\n")) else {
      if pending.count > limit { throw HTTPFault(.malformed, "a line is too long") }
      return nil
    }
    let text = String(decoding: pending[..<newline], as: UTF8.self)
    pending.removeFirst(newline + 1)
    return text.hasSuffix("\r") ? String(text.dropLast()) : text
  }

  private mutating func readChunkSize() throws(HTTPFault) -> Bool {
    guard let line = try line(atMost: 1024) else { return false }
    let digits = line.prefix { $0 != ";" && $0 != " " }
    guard digits.utf8.count <= 8, let size = UInt32(digits, radix: 16), !digits.hasPrefix("+")
    else {
      throw HTTPFault(.malformed, "a chunk has no size")
    }
    part = size == 0 ? .trailer : .chunk(remaining: Int(size))
    return true
  }
}

extension HTTPResponseParser {
  private mutating func readHead() throws(HTTPFault) -> Bool {
    guard let end = pending.headEnd else {
      guard headBytes + pending.count <= HTTPResponseParser.headLimit else { throw headTooLong }
      // A server that speaks something else shall not keep us waiting for the end of a head.
      guard pending.starts(with: "HTTP/1.".utf8) || pending.count < 8 else {
        throw HTTPFault(.malformed, "the answer is not HTTP/1.1")
      }
      return false
    }
    try countHead(end + 4)
    let lines = String(decoding: pending[..<end], as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    pending.removeFirst(end + 4)
    try readStatus(lines[0])
    response.headers = []
    for line in lines.dropFirst() {
      let sides = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty else {
        throw HTTPFault(.malformed, "the head of the answer has a line that is no field")
      }
      response.headers.append((sides[0].lowercased(), String(sides[1].trimmed)))
    }
    try chooseBody()
    return true
  }

  private mutating func countHead(_ bytes: Int) throws(HTTPFault) {
    headBytes += bytes
    guard headBytes <= HTTPResponseParser.headLimit else { throw headTooLong }
  }

  private var headTooLong: HTTPFault {
    HTTPFault(.malformed, "the head of the answer is too long")
  }

  private mutating func readStatus(_ line: Substring) throws(HTTPFault) {
    let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, words[0] == "HTTP/1.1" || words[0] == "HTTP/1.0",
      words[1].utf8.count == 3, let status = Int(words[1]), status >= 100
    else { throw HTTPFault(.malformed, "the answer is not HTTP/1.1") }
    response.status = status
    keepsAlive = words[0] == "HTTP/1.1"
  }

  private mutating func chooseBody() throws(HTTPFault) {
    let options = response.headers.lazy.filter { $0.name == "connection" }
      .flatMap { $0.value.split(separator: ",") }
    if options.contains(where: { $0.trimmed.lowercased() == "close" }) { keepsAlive = false }
    let status = response.status
    if status < 200 {
      // An interim answer: the real one follows.
      response = HTTPResponse(status: 0)
      part = .head
      return
    }
    if opensTunnel, status < 300 {
      part = .done
      return
    }
    if let encoding = response.header("content-encoding"), encoding.lowercased() != "identity" {
      throw HTTPFault(.malformed, "the answer is encoded, which was not asked for")
    }
    if status == 204 || status == 304 {
      part = .done
    } else if let coding = response.header("transfer-encoding") {
      guard coding.lowercased() == "chunked" else {
        throw HTTPFault(.malformed, "unknown transfer encoding")
      }
      part = .chunkSize
    } else if let text = response.header("content-length") {
      guard let length = Int(text), length >= 0 else {
        throw HTTPFault(.malformed, "the length of the answer is no number")
      }
      guard length <= bodyLimit else { throw tooLarge }
      part = length == 0 ? .done : .body(remaining: length)
    } else {
      keepsAlive = false
      part = .bodyToEnd
    }
  }
}

extension Substring {
  /// The text without the optional white space of RFC 9110 on either side.
  fileprivate var trimmed: Substring {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let start = drop(while: isSpace)
    guard let last = start.lastIndex(where: { !isSpace($0) }) else { return start.prefix(0) }
    return start[...last]
  }
}

extension [UInt8] {
  /// Where the empty line begins that ends a head, or nil.
  fileprivate var headEnd: Int? {
    guard count >= 4 else { return nil }
    for place in 0...count - 4
    where self[place] == UInt8(ascii: "\r") && self[place + 1] == UInt8(ascii: "\n")
      && self[place + 2] == UInt8(ascii: "\r")
      && self[place + 3] == UInt8(ascii: "\n")
    {
      return place
    }
    return nil
  }
}
