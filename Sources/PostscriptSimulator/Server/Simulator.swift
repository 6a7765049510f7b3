import Glibc
import PostscriptAPI
import StageKit
import Synchronization
import Wire

/// A running simulator of the Postscript API: a shop behind an HTTP server on 127.0.0.1.
///
/// Each connection has a thread; the shop is behind one lock. It never speaks TLS.
public final class Simulator: Sendable {
  /// The port that it listens on.
  public let port: UInt16
  private let listener: ServerSocket
  private let shop: Mutex<Shop>
  /// The open connections; nil once it was stopped.
  ///
  /// Descriptors are closed, and shut down by others than their thread, under this lock only: the
  /// number of a closed one may already belong to someone else.
  private let connections = Mutex<[Int32]?>([])

  /// Opens a shop and listens on a port, or on one that the system chooses where it is 0.
  ///
  /// It is nil where the port can't be had.
  public init?(_ settings: SimulatorSettings, port: UInt16 = 0) {
    guard let listener = ServerSocket.listen(port: port) else { return nil }
    self.listener = listener
    self.port = listener.port
    let start: Timestamp =
      switch settings.clock {
      case .real: Clock.now
      // 2026-01-15T12:00:00Z.
      case .steps: Timestamp(microseconds: 1_768_478_400_000_000)
      }
    shop = Mutex(Shop(settings, start: start))
    if let receiver = settings.webhookReceiver {
      BackgroundThread.start { [self] in deliver(to: receiver) }
    }
    BackgroundThread.start { [self] in
      while let socket = listener.accept() {
        let isOpen = connections.withLock { sockets -> Bool in
          sockets?.append(socket.descriptor)
          return sockets != nil
        }
        let isServed = isOpen && BackgroundThread.start { [self] in serve(socket) }
        if !isServed { socket.close() }
      }
      connections.withLock { sockets in
        sockets = nil
        listener.close()
      }
    }
  }

  /// Delivers webhooks to an address until it is stopped.
  private func deliver(to receiver: BaseURL) {
    while connections.withLock({ $0 != nil }) {
      let delivery = shop.withLock { shop in shop.takeDelivery(time: Clock.now) }
      guard let delivery else {
        usleep(10_000)
        continue
      }
      let token = shop.withLock { shop in shop.settings.webhookToken }
      let status = WebhookSender.send(delivery, token: token, to: receiver)
      shop.withLock { shop in shop.settle(delivery, status: status) }
    }
  }

  /// The address to give to clients, without a slash at its end.
  public var baseURL: String { "http://127.0.0.1:\(port)" }

  /// Looks at the shop, or changes it, while no request is being answered.
  public func withShop<Result: Sendable>(_ body: @Sendable (inout Shop) -> Result) -> Result {
    shop.withLock { shop in body(&shop) }
  }

  /// Closes the port and all connections.
  public func stop() {
    connections.withLock { sockets in
      guard let open = sockets else { return }
      sockets = nil
      listener.shutDown()
      for descriptor in open { ServerSocket(descriptor: descriptor).shutDown() }
    }
  }

  // MARK: One connection

  private func serve(_ socket: ServerSocket) {
    var reader = RequestReader()
    var resets = false
    connection: while true {
      switch reader.next() {
      case .incomplete:
        let bytes = socket.read(atMost: 64 << 10)
        if bytes.isEmpty { break connection }
        reader.append(bytes)
      case .refused(let status):
        let line = "HTTP/1.1 \(status) \(Simulator.reason(status))\r\n"
        _ = socket.write(Array("\(line)Content-Length: 0\r\nConnection: close\r\n\r\n".utf8))
        break connection
      case .request(let request, let keepsAlive):
        let reply = answer(request)
        resets = reply.delivery == .reset
        guard deliver(reply, to: socket, keepsAlive: keepsAlive) else { break connection }
      }
    }
    connections.withLock { sockets in
      sockets?.removeAll { $0 == socket.descriptor }
      socket.close(withReset: resets)
    }
  }

  private func answer(_ request: Request) -> Reply {
    if request.path.hasPrefix(Shop.administration) {
      return shop.withLock { shop in shop.administer(request) }
    }
    let arrival = Simulator.steadyMicroseconds
    let (isAdmitted, latency, before) = shop.withLock { shop in
      (
        shop.admits(request, arrival: arrival), shop.settings.latency,
        shop.settings.latency > 0 ? shop.random.unit() : 0
      )
    }
    // The list is read somewhere between arrival and answer, so that requests under way at the
    // same time see it in no certain order.
    Simulator.pause(latency * before)
    let reply = shop.withLock { shop in
      shop.answer(request, isAdmitted: isAdmitted, time: Clock.now)
    }
    Simulator.pause(latency * (1 - before))
    return reply
  }

  /// Sends an answer; false where the connection is to be closed after it.
  private func deliver(_ reply: Reply, to socket: ServerSocket, keepsAlive: Bool) -> Bool {
    if reply.delivery == .reset { return false }
    if case .late(let seconds) = reply.delivery { Simulator.pause(seconds) }
    var head = "HTTP/1.1 \(reply.status) \(Simulator.reason(reply.status))\r\n"
    head += "Date: \(HTTPDate.text(reply.date))\r\nContent-Type: \(reply.contentType)\r\n"
    head += "Content-Length: \(reply.body.count)\r\n"
    for field in reply.headers { head += "\(field.name): \(field.value)\r\n" }
    head += keepsAlive ? "\r\n" : "Connection: close\r\n\r\n"
    let isCut = reply.delivery == .cut
    let body = isCut ? Array(reply.body.prefix(reply.body.count / 2)) : reply.body
    return socket.write(Array(head.utf8) + body) && keepsAlive && !isCut
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 202: "Accepted"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 409: "Conflict"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 501: "Not Implemented"
    case 503: "Service Unavailable"
    default: "Internal Server Error"
    }
  }

  private static var steadyMicroseconds: Int64 { Clock.monotonicNanoseconds / 1000 }

  private static func pause(_ seconds: Double) {
    guard seconds > 0 else { return }
    usleep(UInt32(seconds * 1_000_000))
  }
}
