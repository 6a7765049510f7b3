/// A request as the simulated API sees it.
public struct Request: Sendable {
  /// The method, in capitals.
  public let method: String
  /// The path as sent, without the query.
  public let path: String
  /// The parameters of the query, decoded, in order.
  public let query: [(name: String, value: String)]
  /// The header fields, names in lower case.
  public let headers: [(name: String, value: String)]
  /// The body.
  public let body: [UInt8]
  /// The target as sent, path and query.
  public let target: String

  /// Makes a request.
  public init(
    _ method: String,
    _ target: String,
    headers: [(name: String, value: String)] = [],
    body: [UInt8] = []
  ) {
    self.method = method
    self.target = target
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = parts.first.map(String.init) ?? ""
    query = parts.count > 1 ? Request.parameters(parts[1]) : []
    self.headers = headers.map { ($0.name.lowercased(), $0.value) }
    self.body = body
  }

  /// The value of a header field, or nil.
  public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// The first value of a parameter, or nil.
  public func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

  private static func parameters(_ text: Substring) -> [(name: String, value: String)] {
    text.split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (decoded(sides[0]), sides.count > 1 ? decoded(sides[1]) : "")
    }
  }

  /// The text with percent escapes and `+` resolved.
  static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
