import PostscriptAPI
import Testing

/// Answers put together from bytes, in every chunking.
@Suite("HTTP responses")
struct HTTPResponseParserTests {
  static func parse(_ text: String, step: Int, first length: Int = .max) throws -> HTTPResponse? {
    var parser = HTTPResponseParser(bodyLimit: 1000)
    var rest = Array(text.utf8.prefix(length))[...]
    while !rest.isEmpty {
      if let response = try parser.feed(rest.prefix(step)) { return response }
      rest = rest.dropFirst(step)
    }
    return try parser.end()
  }

  static let whole = [
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: application/json\r\n\r\nhello",
    "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "2;x=y\r\nhe\r\n03\r\nllo\r\n0\r\nTrailer: 1\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\nhello",
  ]

  @Test("any chunking gives the same answer", arguments: whole, [1, 2, 3, 7, 1000])
  func chunking(text: String, step: Int) throws {
    let response = try #require(try Self.parse(text, step: step))
    #expect(response.status == 200)
    #expect(response.body == Array("hello".utf8))
    #expect(response.isJSON)
  }

  @Test("an answer cut anywhere is a fault", arguments: whole.prefix(2))
  func cuts(text: String) {
    for length in 0..<text.utf8.count {
      #expect(throws: HTTPFault.self, "\(length)") {
        try Self.parse(text, step: 10, first: length)
      }
    }
  }

  @Test(
    "what isn't an acceptable answer is refused",
    arguments: [
      ("SSH-2.0-OpenSSH\r\n\r\n", HTTPFault.Cause.malformed),
      ("HTTP/2 200 OK\r\n\r\n", .malformed),
      ("HTTP/1.1 abc OK\r\n\r\n", .malformed),
      ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", .malformed),
      ("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", .tooLarge),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .malformed),
      ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", .malformed),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", .malformed),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", .malformed),
      ("HTTP/1.1 200 OK\r\nno field\r\n\r\n", .malformed),
      ("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 1001), .tooLarge),
      ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 70_000), .malformed),
    ]
  )
  func refusals(text: String, kind: HTTPFault.Cause) {
    do {
      _ = try Self.parse(text, step: 100)
      Issue.record("accepted")
    } catch let fault as HTTPFault {
      #expect(fault.kind == kind)
    } catch {
      Issue.record(error)
    }
  }

  @Test("white space on either side of a value doesn't belong to it")
  func spaces() throws {
    let text =
      "HTTP/1.1 200 OK\r\nContent-Length:\t 5 \t\r\nContent-Type: application/json \r\n"
      + "Empty: \t\r\n\r\nhello"
    let response = try #require(try Self.parse(text, step: 100))
    #expect(response.body == Array("hello".utf8))
    #expect(response.isJSON)
    #expect(response.header("content-length") == "5")
    #expect(response.header("empty")?.isEmpty == true)
  }

  @Test(
    "a server that will close says so anywhere among its options",
    arguments: [
      ("keep-alive, Close ", false), ("close", false), ("upgrade\r\nConnection: CLOSE", false),
      ("keep-alive", true), ("closed", true),
    ]
  )
  func options(value: String, keepsAlive: Bool) throws {
    var parser = HTTPResponseParser(bodyLimit: 10)
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: \(value)\r\n\r\n"
    #expect(try parser.feed(Array(text.utf8)) != nil)
    #expect(parser.keepsAlive == keepsAlive)
  }

  @Test(
    "neither interim answers nor trailers go on for ever",
    arguments: [
      ("", "HTTP/1.1 100 Continue\r\nField: \(String(repeating: "x", count: 100))\r\n\r\n"),
      (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        "Field: \(String(repeating: "x", count: 100))\r\n"
      ),
    ]
  )
  func endless(start: String, piece: String) throws {
    var parser = HTTPResponseParser(bodyLimit: 1000)
    _ = try parser.feed(Array(start.utf8))
    var taken = 0
    do {
      while taken < 10 * HTTPResponseParser.headLimit {
        #expect(try parser.feed(Array(piece.utf8)) == nil)
        taken += piece.utf8.count
      }
      Issue.record("accepted")
    } catch {
      #expect(error.kind == .malformed)
      #expect(taken < HTTPResponseParser.headLimit + 1000)
    }
  }

  @Test("empty answers have no body")
  func empty() throws {
    #expect(try Self.parse("HTTP/1.1 204 No Content\r\n\r\n", step: 9)?.body == [])
    #expect(try Self.parse("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", step: 9)?.body == [])
  }
}
