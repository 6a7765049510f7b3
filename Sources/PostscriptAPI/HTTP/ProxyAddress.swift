import StageKit
import Wire

/// A proxy that connections to encrypted servers go through (RFC 9110, CONNECT).
///
/// It is reached in the clear; what goes through it is encrypted for the server alone.
struct ProxyAddress: Sendable {
  let host: String
  let port: UInt16
  /// The value of `Proxy-Authorization`, or nil.
  let authorization: Secret?

  /// The proxy that a setting names for a server: nil where there is none, or it isn't for that server.
  ///
  /// - Throws: exit code 78 where the setting is no proxy's address; it isn't shown, since it may hold
  ///   a password.
  static func choose(
    _ setting: Secret?,
    except: String,
    for base: BaseURL
  ) throws(StageError) -> ProxyAddress? {
    guard let setting, !setting.exposed.isEmpty, base.isEncrypted else { return nil }
    guard !isExcepted(base.host.lowercased(), except) else { return nil }
    do throws(InvalidValue) {
      return try ProxyAddress(setting.exposed)
    } catch {
      throw StageError(.config, "the proxy (HTTPS_PROXY, --proxy-file) \(error.reason)")
    }
  }

  /// Reads `http://host:port`, with `user:password@` before the host where it asks for them.
  private init(_ text: String) throws(InvalidValue) {
    var rest = text[...]
    if let mark = text.firstRange(of: "://") {
      guard text[..<mark.lowerBound].lowercased() == "http" else {
        throw InvalidValue("must begin with http://: it is reached in the clear")
      }
      rest = text[mark.upperBound...]
    }
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    authorization =
      if let at = rest.lastIndex(of: "@") { ProxyAddress.basic(rest[..<at]) } else { nil }
    if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    guard rest.utf8.allSatisfy({ $0 > UInt8(ascii: " ") && $0 < 0x7F && $0 != UInt8(ascii: "/") })
    else { throw InvalidValue("is not an address such as http://proxy.example.com:3128") }
    (host, port) = try BaseURL.hostAndPort(rest, 80)
  }

  /// The field for a user and a password, which may be percent-encoded.
  private static func basic(_ credentials: Substring) -> Secret {
    let plain = PathSegment.decoded(credentials)
    var encoded = ByteBuffer()
    Array(plain.utf8).withView { encoded.append(base64: $0) }
    return Secret("Basic \(encoded.view.text)")
  }

  /// Whether a host is in a list of those that are reached without the proxy, as in `NO_PROXY`: names,
  /// which include the names below them, or a star.
  private static func isExcepted(_ host: String, _ list: String) -> Bool {
    list.lowercased().split(whereSeparator: { $0 == "," || $0 == " " }).contains { entry in
      let name = entry.hasPrefix(".") ? entry.dropFirst() : entry
      return entry == "*" || host == name || host.hasSuffix(".\(name)")
    }
  }

  /// For messages: without the password.
  var text: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
