/// Which requests something is meant for.
public struct RequestCondition: Sendable {
  /// The method, or nil for any.
  public var method: String?
  /// What the path and query contain, or nil for anything.
  public var target: String?
  /// What the body contains, or nil for anything.
  public var body: String?

  /// Every request, until more is said.
  public init() {}

  /// Whether a request is meant.
  func holds(for request: Request) -> Bool {
    if let method, method != request.method { return false }
    if let target, !request.target.contains(target) { return false }
    if let body, !String(decoding: request.body, as: UTF8.self).contains(body) { return false }
    return true
  }
}
