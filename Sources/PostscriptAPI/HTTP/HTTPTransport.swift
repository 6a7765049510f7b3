import Synchronization

/// Sends requests to one server over kept connections; may be used by several threads at once.
public final class HTTPTransport: Sendable {
  private let base: BaseURL
  private let proxy: ProxyAddress?
  private let userAgent: String
  private let timeout: Double
  private let bodyLimit: Int
  private let idle = Mutex(Idle())

  /// Connections that wait for a request; handed out to one thread at a time.
  private struct Idle: ~Copyable, @unchecked Sendable {
    var connections: [HTTPConnection] = []
  }

  /// Makes a transport without connecting.
  ///
  /// The time limit is in seconds and counts for one request, connecting included; the limit of the
  /// body is in bytes.
  public convenience init(_ base: BaseURL, userAgent: String, timeout: Double, bodyLimit: Int) {
    self.init(base, via: nil, userAgent: userAgent, timeout: timeout, bodyLimit: bodyLimit)
  }

  /// Makes a transport that connects through a proxy, where there is one.
  init(
    _ base: BaseURL,
    via proxy: ProxyAddress?,
    userAgent: String,
    timeout: Double,
    bodyLimit: Int
  ) {
    self.base = base
    self.proxy = proxy
    self.userAgent = userAgent
    self.timeout = timeout
    self.bodyLimit = bodyLimit
  }

  /// Sends a request once and waits for the whole answer.
  ///
  /// Redirects are answers like others.
  /// A kept connection may turn out to have been closed in the meantime; only then, and only for a
  /// request that changes nothing, a new one is tried at once.
  public func send(
    _ request: HTTPRequest,
    fields: [(name: String, value: String)]
  ) throws(HTTPFault) -> HTTPResponse {
    let bytes = head(request, fields) + (request.body ?? [])
    let deadline = Deadline(seconds: timeout)
    if let kept = takeIdle() {
      do throws(HTTPFault) {
        return try exchange(kept, bytes, deadline)
      } catch {
        guard error.wasSilent, error.kind == .cut, request.method == "GET" else { throw error }
      }
    }
    return try exchange(try HTTPConnection(base, via: proxy, deadline), bytes, deadline)
  }

  private func exchange(
    _ connection: sending HTTPConnection,
    _ bytes: [UInt8],
    _ deadline: Deadline
  ) throws(HTTPFault) -> HTTPResponse {
    let response = try connection.exchange(bytes, bodyLimit: bodyLimit, deadline)
    if connection.isReusable {
      idle.withLock { idle in idle.connections.append(connection) }
    }
    return response
  }

  private func takeIdle() -> HTTPConnection? {
    idle.withLock { idle in
      while let connection = idle.connections.popLast() {
        if !connection.isStale { return connection }
      }
      return nil
    }
  }

  private func head(_ request: HTTPRequest, _ fields: [(name: String, value: String)]) -> [UInt8] {
    var text = "\(request.method) \(base.prefix)\(request.target) HTTP/1.1\r\n"
    text += "Host: \(base.hostField)\r\nUser-Agent: \(userAgent)\r\nAccept: application/json\r\n"
    text += "Accept-Encoding: identity\r\n"
    for field in fields { text += "\(field.name): \(field.value)\r\n" }
    if let body = request.body {
      text += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
    }
    return Array((text + "\r\n").utf8)
  }
}
