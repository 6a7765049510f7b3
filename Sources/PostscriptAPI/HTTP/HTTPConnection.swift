import StageKit

/// One connection to the server, on which requests go one after the other.
final class HTTPConnection {
  private let socket: ClientSocket
  private let tls: TLSSession?
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)
  /// Whether another request can follow.
  private(set) var isReusable = true

  /// Connects, through a proxy where there is one, and shakes hands where the address asks for
  /// encryption.
  init(_ base: BaseURL, via proxy: ProxyAddress?, _ deadline: Deadline) throws(HTTPFault) {
    let connected = try HTTPConnection.connect(base, proxy, deadline)
    socket = connected
    do throws(HTTPFault) {
      if let proxy { try HTTPConnection.openTunnel(connected, to: base, through: proxy, deadline) }
      tls = base.isEncrypted ? try TLSSession(connected, host: base.host, deadline) : nil
    } catch {
      connected.close()
      throw error
    }
  }

  private static func connect(
    _ base: BaseURL,
    _ proxy: ProxyAddress?,
    _ deadline: Deadline
  ) throws(HTTPFault) -> ClientSocket {
    guard let proxy else {
      return try ClientSocket.connect(base.host, base.port, deadline: deadline)
    }
    do throws(HTTPFault) {
      return try ClientSocket.connect(proxy.host, proxy.port, deadline: deadline)
    } catch {
      throw HTTPFault(error.kind, "the proxy \(proxy.text): \(error.reason)")
    }
  }

  /// Asks a proxy to connect to the server; after that the connection is as one to the server itself.
  private static func openTunnel(
    _ socket: ClientSocket,
    to base: BaseURL,
    through proxy: ProxyAddress,
    _ deadline: Deadline
  ) throws(HTTPFault) {
    var head = "CONNECT \(base.hostAndPort) HTTP/1.1\r\nHost: \(base.hostAndPort)\r\n"
    if let field = proxy.authorization { head += "Proxy-Authorization: \(field.exposed)\r\n" }
    try socket.write(Array("\(head)\r\n".utf8), deadline)
    var parser = HTTPResponseParser(bodyLimit: 64 << 10, opensTunnel: true)
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = try socket.read(into: &buffer, deadline)
      let response = count == 0 ? try parser.end() : try parser.feed(buffer[..<count])
      guard let response else { continue }
      if (200..<300).contains(response.status), parser.keepsAlive { return }
      throw HTTPConnection.refusal(response.status, proxy)
    }
  }

  /// What the refusal of a proxy means: its own trouble and that of the server behind it may pass.
  private static func refusal(_ status: Int, _ proxy: ProxyAddress) -> HTTPFault {
    let place = "the proxy \(proxy.text)"
    switch status {
    case 407:
      return HTTPFault(.proxy, "\(place) asks for another user and password (HTTP 407)")
    case 500...599:
      return HTTPFault(.unreachable, "\(place) can't reach it (HTTP \(status))")
    default: return HTTPFault(.proxy, "\(place) refuses to connect to it (HTTP \(status))")
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
