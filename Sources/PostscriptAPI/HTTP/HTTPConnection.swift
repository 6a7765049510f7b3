/// One connection to the server, on which requests go one after the other.
final class HTTPConnection {
  private let socket: ClientSocket
  private let tls: TLSSession?
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)
  /// Whether another request can follow.
  private(set) var isReusable = true

  /// Connects, and shakes hands where the address asks for encryption.
  init(_ base: BaseURL, _ deadline: Deadline) throws(HTTPFault) {
    let connected = try ClientSocket.connect(base, deadline: deadline)
    socket = connected
    do throws(HTTPFault) {
      tls = base.isEncrypted ? try TLSSession(connected, host: base.host, deadline) : nil
    } catch {
      connected.close()
      throw error
    }
  }

  deinit { socket.close() }

  /// Whether the server has ended it, or sent something unasked.
  var isStale: Bool { socket.isStale }

  /// Sends a request, given as its bytes, and waits for the answer.
  func exchange(
    _ bytes: [UInt8],
    bodyLimit: Int,
    _ deadline: Deadline
  ) throws(HTTPFault) -> HTTPResponse {
    isReusable = false
    if let tls { try tls.write(bytes, deadline) } else { try socket.write(bytes, deadline) }
    var parser = HTTPResponseParser(bodyLimit: bodyLimit)
    while true {
      let count: Int
      do throws(HTTPFault) {
        count =
          if let tls { try tls.read(into: &buffer, deadline) } else {
            try socket.read(into: &buffer, deadline)
          }
      } catch {
        throw HTTPFault(error.kind, error.reason, wasSilent: !parser.hasBegun)
      }
      if count == 0 { return try parser.end() }
      if let response = try parser.feed(buffer[..<count]) {
        isReusable = parser.keepsAlive
        return response
      }
      // Where more is always there to be read, nothing else looks at the time.
      if deadline.hasPassed { throw ClientSocket.tooSlow }
    }
  }
}
