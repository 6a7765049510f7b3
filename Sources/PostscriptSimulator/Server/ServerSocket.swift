import Glibc

/// The sockets of the simulator: listening and connected ones on the loopback interface.
struct ServerSocket: Sendable {
  let descriptor: Int32

  /// Listens on a port of 127.0.0.1; 0 lets the system choose.
  static func listen(port: UInt16) -> ServerSocket? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var yes: Int32 = 1
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isBound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard isBound == 0, Glibc.listen(descriptor, 128) == 0 else {
      Glibc.close(descriptor)
      return nil
    }
    return ServerSocket(descriptor: descriptor)
  }

  /// The port that the socket listens on.
  var port: UInt16 {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = unsafe getsockname(descriptor, $0, &length)
      }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  /// Waits for a connection; nil once the socket is shut down.
  func accept() -> ServerSocket? {
    while true {
      let accepted = Glibc.accept(descriptor, nil, nil)
      if accepted >= 0 {
        var yes: Int32 = 1
        // Without it, small answers wait for the client's acknowledgement.
        unsafe setsockopt(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
        return ServerSocket(descriptor: accepted)
      }
      if errno != EINTR && errno != ECONNABORTED { return nil }
    }
  }

  /// Reads what has come, waiting for the first byte; empty at the end or on a fault.
  func read(atMost limit: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      count = max(unsafe Glibc.read(descriptor, buffer.baseAddress, limit), 0)
    }
  }

  /// Sends all the bytes; false where the client has gone.
  func write(_ bytes: [UInt8]) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let sent = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[offset...])
        return unsafe send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      if sent < 0 && errno != EINTR { return false }
      offset += max(sent, 0)
    }
    return true
  }

  /// Ends both directions, which wakes whoever waits on the socket.
  func shutDown() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Closes the socket, with a reset of the connection where that is asked for.
  func close(withReset: Bool = false) {
    if withReset {
      var option = linger(l_onoff: 1, l_linger: 0)
      unsafe setsockopt(
        descriptor,
        SOL_SOCKET,
        SO_LINGER,
        &option,
        socklen_t(MemoryLayout<linger>.size)
      )
    }
    Glibc.close(descriptor)
  }
}
