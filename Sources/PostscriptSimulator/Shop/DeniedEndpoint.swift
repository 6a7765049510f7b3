public import StageKit

/// An endpoint that no key may use, such as `POST events` or `PATCH compliance`.
public struct DeniedEndpoint: OptionValue {
  /// The method and the path below `/api/v2/`.
  private let method: String
  private let path: String

  /// Reads a method and the beginning of a path.
  public init(optionText: String) throws(InvalidValue) {
    let words = optionText.split(separator: " ")
    guard words.count == 2 else { throw InvalidValue("is not a method and a path: POST events") }
    method = words[0].uppercased()
    path = String(words[1].drop { $0 == "/" })
  }

  /// The method and the path.
  public var optionText: String? { "\(method) \(path)" }

  /// Whether a request is one of these.
  func forbids(_ request: Request) -> Bool {
    request.method == method && request.path.hasPrefix("/api/v2/\(path)")
  }
}
