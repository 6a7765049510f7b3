import StageKit
import Wire

/// An answer of the API that refuses a request, in the API's own words.
public struct APIError: Error, Sendable, Equatable {
  /// What a client can do about it.
  public enum Refusal: Sendable, Equatable {
    /// 401, or 403 with the type of a refused key: the key isn't valid (any more).
    case keyRefused
    /// 403 otherwise: the key is valid, but its plan or role may not do this.
    case notPermitted
    /// 404: there is no such thing.
    case notFound
    /// 429: too many requests.
    case throttled
    /// 5xx: the server's own trouble.
    case server
    /// Any other 4xx: the request is wrong.
    case rejected
    /// 3xx or a status that makes no sense: this isn't the API.
    case unexpected
  }

  /// The HTTP status.
  public let status: Int
  /// The number that the API gave the error, where it did.
  public let code: Int?
  /// What the API said, or a word on what came instead.
  public let message: String
  /// The type that the API gave the error, such as `v2.access_denied`, where it did.
  public let type: String?

  /// Reads an answer whose status isn't one of success.
  ///
  /// Four bodies are known: `{"error_code","error_message","success"}`,
  /// `{"errors":[{"ctx","log","msg","type"}]}`, the same with `loc`, and `{"error":"…"}`.
  ///
  /// What the server says is foreign text: secrets in it are hidden while it is whole, and then it is
  /// cut.
  public init(_ response: HTTPResponse, hiding: (String) -> String = { $0 }) {
    status = response.status
    let body = try? response.body.withView { try JSONValue(parsing: $0) }
    let errors = body?["errors"]?.array ?? []
    code = body?["error_code"]?.integer
    type = errors.lazy.compactMap { $0["type"]?.string }.first
    let words =
      [body?["error_message"]?.string, body?["error"]?.string].compactMap { $0 }
      + errors.compactMap { $0["msg"]?.string }
    let text = words.isEmpty ? APIError.fallback(response) : words.joined(separator: "; ")
    message = Excerpt.plain(hiding(text), limit: 300)
  }

  private static func fallback(_ response: HTTPResponse) -> String {
    if (300..<400).contains(response.status) { return "a redirect, which the API never sends" }
    let text = String(decoding: response.body.prefix(4_096), as: UTF8.self)
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.isEmpty ? "no explanation" : line
  }

  /// What a client can do about it.
  public var kind: Refusal {
    switch status {
    case 401: .keyRefused
    case 403: type?.hasSuffix("access_denied") == true ? .keyRefused : .notPermitted
    case 404: .notFound
    case 429: .throttled
    case 500...599: .server
    case 400...499: .rejected
    default: .unexpected
    }
  }

  /// The error in one line: status, the API's number and words.
  public var text: String {
    let number = code.map { ", error \($0)" } ?? ""
    return "HTTP \(status)\(number): \(message)"
  }
}
