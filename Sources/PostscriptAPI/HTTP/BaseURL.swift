public import StageKit

/// Where the API is: scheme, host, port and what comes before `/api`.
///
/// Plain `http` is accepted for loopback addresses only: anywhere else a key would go over the
/// network in the clear.
public struct BaseURL: OptionValue, Equatable {
  /// True for `https`.
  public let isEncrypted: Bool
  /// The host's name or address, without brackets.
  public let host: String
  /// The port.
  public let port: UInt16
  /// The path before `/api/v2`, without a slash at its end; usually empty.
  public let prefix: String

  /// The address of the Postscript API.
  public static let postscript = BaseURL(
    isEncrypted: true,
    host: "api.postscript.io",
    port: 443,
    prefix: ""
  )

  private init(isEncrypted: Bool, host: String, port: UInt16, prefix: String) {
    self.isEncrypted = isEncrypted
    self.host = host
    self.port = port
    self.prefix = prefix
  }

  /// Reads an address.
  ///
  /// - Throws: ``InvalidValue`` that completes a sentence about the text.
  public init(optionText text: String) throws(InvalidValue) {
    guard let mark = text.firstRange(of: "://") else {
      throw InvalidValue("is not an address such as \(BaseURL.postscript.text)")
    }
    let scheme = text[..<mark.lowerBound].lowercased()
    guard scheme == "https" || scheme == "http" else {
      throw InvalidValue("must begin with https://")
    }
    isEncrypted = scheme == "https"
    let rest = text[mark.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    let path = rest.dropFirst(authority.count)
    guard !authority.contains("@") else { throw InvalidValue("must not hold a user or a key") }
    let isWanted: (UInt8) -> Bool = {
      $0 > UInt8(ascii: " ") && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
    }
    guard rest.utf8.allSatisfy(isWanted) else {
      throw InvalidValue("must have neither a query, a fragment, spaces nor control characters")
    }
    (host, port) = try BaseURL.hostAndPort(authority, isEncrypted ? 443 : 80)
    prefix = String(path.hasSuffix("/") ? path.dropLast() : path)
    guard isEncrypted || BaseURL.isLoopback(host) else {
      throw InvalidValue("must begin with https://: plain http is for loopback addresses only")
    }
  }

  /// The host and port of an authority, with the usual port where it has none.
  static func hostAndPort(
    _ authority: Substring,
    _ standard: UInt16
  ) throws(InvalidValue) -> (String, UInt16) {
    var host = authority
    var port = Substring()
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      host = authority[authority.index(after: authority.startIndex)..<end]
      let tail = authority[authority.index(after: end)...]
      guard tail.isEmpty || tail.hasPrefix(":") else { throw InvalidValue("has no valid port") }
      port = tail.dropFirst()
      if !tail.isEmpty, port.isEmpty { throw InvalidValue("has no valid port") }
    } else if let colon = authority.lastIndex(of: ":") {
      host = authority[..<colon]
      port = authority[authority.index(after: colon)...]
      if port.isEmpty { throw InvalidValue("has no valid port") }
    }
    guard !host.isEmpty else { throw InvalidValue("has no host") }
    if port.isEmpty { return (String(host), standard) }
    guard let number = UInt16(port), number > 0 else { throw InvalidValue("has no valid port") }
    return (String(host), number)
  }

  /// True where the host is this machine.
  public var isLoopback: Bool { BaseURL.isLoopback(host) }

  private static func isLoopback(_ host: String) -> Bool {
    if host.lowercased() == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Host and port, both of them, as CONNECT names a server.
  var hostAndPort: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

  /// The value of the `Host` field.
  var hostField: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (isEncrypted ? 443 : 80) ? name : "\(name):\(port)"
  }

  /// The address as it is read.
  public var optionText: String? { text }

  /// The address for messages.
  public var text: String { "\(isEncrypted ? "https" : "http")://\(hostField)\(prefix)" }
}
