/// A request to send: what differs from call to call.
public struct HTTPRequest: Sendable, Equatable {
  /// The method, in capitals.
  public var method: String
  /// The path and query below the base URL, beginning with a slash, percent-encoded.
  public var target: String
  /// The JSON body, or nil for none.
  public var body: [UInt8]?

  /// Makes a request.
  public init(_ method: String, _ target: String, body: [UInt8]? = nil) {
    self.method = method
    self.target = target
    self.body = body
  }

  /// What may be in a log: the target without its query, which can hold telephone numbers.
  public var path: Substring { target.prefix { $0 != "?" } }
}

/// An answer as it came: status, head and body.
public struct HTTPResponse: Sendable, Equatable {
  /// The status code.
  public var status: Int
  /// The header fields, names in lower case.
  public var headers: [(name: String, value: String)]
  /// The body.
  public var body: [UInt8]

  /// Makes an answer.
  public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The value of a header field given in lower case, or nil.
  public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// True where the body says that it is JSON.
  public var isJSON: Bool {
    guard let type = header("content-type") else { return false }
    let media = type.prefix { $0 != ";" }.lowercased()
    return media == "application/json" || media.hasSuffix("+json")
  }

  /// Equal in every part.
  public static func == (left: HTTPResponse, right: HTTPResponse) -> Bool {
    left.status == right.status && left.body == right.body
      && left.headers.elementsEqual(right.headers) { $0 == $1 }
  }
}
