import Glibc
import Wire

/// A connected TCP socket with a time limit on every call.
struct ClientSocket: Sendable {
  let descriptor: Int32

  /// The longest that one address is tried, in seconds: time for three attempts of the system.
  private static let connectPatience = 5.0

  /// Connects to the first address of a host that answers.
  ///
  /// Each address gets its share of the time that is left, so that one which swallows every packet
  /// doesn't keep the others from being tried.
  static func connect(
    _ host: String,
    _ port: UInt16,
    deadline: Deadline
  ) throws(HTTPFault) -> ClientSocket {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let status = unsafe getaddrinfo(host, String(port), &hints, &list)
    guard status == 0, let first = unsafe list else {
      let reason = unsafe String(cString: gai_strerror(status))
      throw HTTPFault(.unresolved, "can't find the address of \(host): \(reason)")
    }
    defer { unsafe freeaddrinfo(first) }
    var entry: UnsafeMutablePointer<addrinfo>? = unsafe first
    var rest = unsafe count(first)
    var last = HTTPFault(.unreachable, "no address to connect to")
    while let address = unsafe entry {
      do throws(HTTPFault) {
        let share = deadline.share(of: rest, atMost: connectPatience)
        return try unsafe connect(to: address.pointee, share)
      } catch {
        last = error
      }
      rest -= 1
      unsafe entry = address.pointee.ai_next
    }
    throw last
  }

  private static func count(_ list: UnsafeMutablePointer<addrinfo>) -> Int {
    var count = 1
    var entry = unsafe list
    while let next = unsafe entry.pointee.ai_next {
      count += 1
      unsafe entry = next
    }
    return count
  }

  private static func connect(
    to address: addrinfo,
    _ deadline: Deadline
  ) throws(HTTPFault) -> ClientSocket {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = unsafe socket(
      address.ai_family,
      type | Int32(SOCK_NONBLOCK.rawValue),
      address.ai_protocol
    )
    guard descriptor >= 0 else {
      throw HTTPFault(.unreachable, DescriptorError("connect", errno).reason)
    }
    let connected = ClientSocket(descriptor: descriptor)
    do throws(HTTPFault) {
      let status = unsafe Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen)
      if status != 0 {
        guard errno == EINPROGRESS else {
          throw HTTPFault(.unreachable, DescriptorError("connect", errno).reason)
        }
        guard connected.wait(for: Int16(POLLOUT), deadline) else {
          throw HTTPFault(.unreachable, "no connection in time")
        }
        try connected.checkConnected()
      }
      var yes: Int32 = 1
      unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
      return connected
    } catch {
      connected.close()
      throw error
    }
  }

  private func checkConnected() throws(HTTPFault) {
    var code: Int32 = 0
    var length = socklen_t(4)
    unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
    guard code == 0 else { throw HTTPFault(.unreachable, DescriptorError("connect", code).reason) }
  }

  /// Waits until the socket can be used; false once the deadline has passed.
  func wait(for events: Int16, _ deadline: Deadline) -> Bool {
    while !deadline.hasPassed {
      var entry = pollfd(fd: descriptor, events: events, revents: 0)
      let ready = unsafe poll(&entry, 1, deadline.remainingMilliseconds)
      if ready > 0 { return true }
      if ready < 0 && errno != EINTR { return false }
    }
    return false
  }

  /// Whether a kept connection has bytes or an end waiting, so that it can't be used again.
  var isStale: Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 0) != 0
  }

  /// Reads what has come; empty at the end of the connection.
  func read(into buffer: inout [UInt8], _ deadline: Deadline) throws(HTTPFault) -> Int {
    while true {
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      if count >= 0 { return count }
      if errno == EAGAIN {
        guard wait(for: Int16(POLLIN), deadline) else { throw ClientSocket.tooSlow }
      } else if errno != EINTR {
        throw HTTPFault(.cut, DescriptorError("read", errno).reason)
      }
    }
  }

  /// Sends all the bytes.
  func write(_ bytes: [UInt8], _ deadline: Deadline) throws(HTTPFault) {
    var offset = 0
    while offset < bytes.count {
      let sent = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[offset...])
        return unsafe send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      if sent >= 0 {
        offset += sent
      } else if errno == EAGAIN {
        guard wait(for: Int16(POLLOUT), deadline) else { throw ClientSocket.tooSlow }
      } else if errno != EINTR {
        throw HTTPFault(.cut, DescriptorError("write", errno).reason, wasSilent: true)
      }
    }
  }

  func close() { Glibc.close(descriptor) }

  static let tooSlow = HTTPFault(.timeout, "no whole answer in time")
}
