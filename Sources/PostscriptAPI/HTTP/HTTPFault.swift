/// Why no whole answer came.
public struct HTTPFault: Error, Sendable, Equatable {
  /// What kind of fault it is: retrying depends on it.
  public enum Cause: Sendable, Equatable {
    /// The host's name isn't known, or the name service didn't answer.
    case unresolved
    /// No connection came about: refused, unreachable or too slow.
    case unreachable
    /// The proxy on the way refuses: no retry can help.
    case proxy
    /// The certificate doesn't verify: no retry can help.
    case certificate
    /// The encrypted connection broke down for another reason.
    case tls
    /// The answer took too long.
    case timeout
    /// The connection ended before the answer did.
    case cut
    /// What came is not HTTP/1.1.
    case malformed
    /// The answer is larger than allowed: no retry can help.
    case tooLarge
  }

  /// What kind of fault it is.
  public let kind: Cause
  /// What happened, in words that can follow the server's name and a colon.
  public let reason: String
  /// True where no byte of the answer had come, so that a kept connection may just have been old.
  public var wasSilent: Bool

  /// Makes a fault.
  public init(_ kind: Cause, _ reason: String, wasSilent: Bool = false) {
    self.kind = kind
    self.reason = reason
    self.wasSilent = wasSilent
  }
}
