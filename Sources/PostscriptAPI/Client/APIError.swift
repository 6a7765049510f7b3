import StageKit
import Wire

/// An answer of the API that refuses a request, in the API's own words.
public struct APIError: Error, Sendable, Equatable {
  /// What a client can do about it.
  public enum Refusal: Sendable, Equatable {
    /// 401: the key isn't valid (any more).
    case keyRefused
    /// 403: the key is valid, but may not do this.
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
  /// How many seconds the server asks to wait, where it does (`Retry-After`).
  public let retryAfter: Int?

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
    retryAfter = APIError.retryAfter(response)
    let words =
      [body?["error_message"]?.string, body?["error"]?.string].compactMap { $0 }
      + errors.compactMap { $0["msg"]?.string }
    let text = words.isEmpty ? APIError.fallback(response) : words.joined(separator: "; ")
    message = Excerpt.plain(hiding(text), limit: 300)
  }

  /// The seconds to wait, given as a number or as the date on which the wait ends.
  private static func retryAfter(_ response: HTTPResponse) -> Int? {
    guard let text = response.header("retry-after") else { return nil }
    if let seconds = Int(text) { return seconds >= 0 ? seconds : nil }
    guard let end = HTTPDate.parse(text) else { return nil }
    let now = response.header("date").flatMap { HTTPDate.parse($0) } ?? Clock.now
    return Int(max(end.microseconds - now.microseconds, 0) / 1_000_000)
  }

  private static let noExplanation = "no explanation"

  private static func fallback(_ response: HTTPResponse) -> String {
    if (300..<400).contains(response.status) { return "a redirect, which the API never sends" }
    let text = String(decoding: response.body.prefix(4_096), as: UTF8.self)
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.isEmpty || line == "{}" ? noExplanation : line
  }

  /// Whether this says that there is no such thing: with 404, or as most endpoints publish it, with 400
  /// and no word.
  var meansUnknown: Bool {
    kind == .notFound || (status == 400 && message == APIError.noExplanation)
  }

  /// Seconds in nanoseconds; a month, where they are more.
  static func nanoseconds(_ seconds: Int) -> Int64 {
    Int64(min(seconds, 30 * 86_400)) * 1_000_000_000
  }

  /// What a client can do about it.
  public var kind: Refusal {
    switch status {
    case 401: .keyRefused
    case 403: .notPermitted
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
    let wait = retryAfter.map { ", to be tried again after \($0) s" } ?? ""
    return "HTTP \(status)\(number): \(message)\(wait)"
  }
}
