import CSSL
import Glibc
import Synchronization

/// TLS over a connected socket, by the system's OpenSSL, which libpq uses too.
///
/// FoundationNetworking was tried first. On Linux it hands on a body only after all of it has come,
/// whatever the size and even after a cancel; and it reports a certificate that doesn't verify, a
/// cut body and a lack of memory with one and the same code. Here a limit is a limit, and each
/// fault says what it is.
@safe
final class TLSSession {
  private let session: OpaquePointer
  private let socket: ClientSocket

  /// Shakes hands with a server and verifies its certificate against the system's authorities
  /// (or those that SSL_CERT_FILE names) and the host's name.
  init(_ socket: ClientSocket, host: String, _ deadline: Deadline) throws(HTTPFault) {
    guard let context = unsafe TLSContext.shared.pointer, let session = unsafe SSL_new(context)
    else { throw HTTPFault(.tls, "OpenSSL can't be initialised") }
    unsafe self.session = session
    self.socket = socket
    try expect(host)
    unsafe SSL_set_fd(session, socket.descriptor)
    while true {
      let status = unsafe SSL_connect(session)
      if status == 1 { return }
      if try !retries(status, deadline) { throw handshakeFault() }
    }
  }

  deinit { unsafe SSL_free(session) }

  private func expect(_ host: String) throws(HTTPFault) {
    var address = in6_addr()
    let isIPv4 = unsafe inet_pton(AF_INET, host, &address) == 1
    let isAddress = unsafe isIPv4 || inet_pton(AF_INET6, host, &address) == 1
    let isSet: Int32
    if isAddress {
      isSet = unsafe X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host)
    } else {
      // SSL_set_tlsext_host_name is a macro; this is what it stands for.
      var name = Array(host.utf8CString)
      isSet = unsafe name.withUnsafeMutableBufferPointer { buffer in
        unsafe SSL_ctrl(
          session,
          Int32(SSL_CTRL_SET_TLSEXT_HOSTNAME),
          Int(TLSEXT_NAMETYPE_host_name),
          buffer.baseAddress
        ) == 1 ? SSL_set1_host(session, host) : 0
      }
    }
    guard isSet == 1 else { throw HTTPFault(.tls, "\(host) can't be a server's name") }
  }

  /// Waits for the socket where that is all that a call needs.
  private func retries(_ status: Int32, _ deadline: Deadline) throws(HTTPFault) -> Bool {
    let events: Int16
    switch unsafe SSL_get_error(session, status) {
    case SSL_ERROR_WANT_READ: events = Int16(POLLIN)
    case SSL_ERROR_WANT_WRITE: events = Int16(POLLOUT)
    default: return false
    }
    guard socket.wait(for: events, deadline) else { throw ClientSocket.tooSlow }
    return true
  }

  private func handshakeFault() -> HTTPFault {
    let code = unsafe SSL_get_verify_result(session)
    if code != Int(X509_V_OK) {
      let words = unsafe String(cString: X509_verify_cert_error_string(code))
      return HTTPFault(.certificate, "its certificate doesn't verify: \(words)")
    }
    return HTTPFault(.tls, "no encrypted connection: \(TLSSession.queuedError)")
  }

  /// The first error that OpenSSL has queued on this thread, in its words.
  private static var queuedError: String {
    let code = ERR_get_error()
    ERR_clear_error()
    guard code != 0, let words = unsafe ERR_reason_error_string(code) else {
      return "the connection was closed"
    }
    return unsafe String(cString: words)
  }

  func read(into buffer: inout [UInt8], _ deadline: Deadline) throws(HTTPFault) -> Int {
    while true {
      ERR_clear_error()
      let count = unsafe SSL_read(session, &buffer, Int32(buffer.count))
      if count > 0 { return Int(count) }
      if unsafe SSL_get_error(session, count) == SSL_ERROR_ZERO_RETURN { return 0 }
      if try !retries(count, deadline) { throw HTTPFault(.cut, TLSSession.queuedError) }
    }
  }

  func write(_ bytes: [UInt8], _ deadline: Deadline) throws(HTTPFault) {
    while true {
      ERR_clear_error()
      // Without partial writes OpenSSL takes all or nothing.
      let count = unsafe SSL_write(session, bytes, Int32(bytes.count))
      if count > 0 { return }
      if try !retries(count, deadline) {
        throw HTTPFault(.cut, TLSSession.queuedError, wasSilent: true)
      }
    }
  }
}

/// What all sessions share: the authorities that are trusted, and the oldest protocol allowed.
@safe
private final class TLSContext: @unchecked Sendable {
  static let shared = TLSContext()
  /// Nil where OpenSSL can't be set up; never changed after it was made, as OpenSSL demands of a
  /// context that threads share.
  let pointer: OpaquePointer?

  private init() {
    unsafe pointer = SSL_CTX_new(TLS_client_method())
    guard let context = unsafe pointer else { return }
    unsafe SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
    unsafe SSL_CTX_set_default_verify_paths(context)
    unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
  }
}
