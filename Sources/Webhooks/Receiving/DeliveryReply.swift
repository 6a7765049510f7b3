/// The answer to a delivery: only 200 acknowledges it, everything else has its sender try again.
public enum DeliveryReply: Int, Sendable {
  /// It is in the spool, whole and on the disk.
  case accepted = 200
  /// The length is missing or wrong, or the body ends before it.
  case malformed = 400
  /// The signature or the secret is missing or wrong.
  case unauthorized = 401
  /// Deliveries are POST requests.
  case methodNotAllowed = 405
  /// The body is larger than allowed.
  case tooLarge = 413
  /// The body isn't said to be JSON.
  case wrongType = 415
  /// The spool can't take it: it was not kept.
  case notKept = 503

  private var reason: String {
    switch self {
    case .accepted: "OK"
    case .malformed: "Bad Request"
    case .unauthorized: "Unauthorized"
    case .methodNotAllowed: "Method Not Allowed"
    case .tooLarge: "Content Too Large"
    case .wrongType: "Unsupported Media Type"
    case .notKept: "Service Unavailable"
    }
  }

  /// The answer as a CGI program writes it.
  public var text: String {
    let allow = self == .methodNotAllowed ? "Allow: POST\r\n" : ""
    return "Status: \(rawValue) \(reason)\r\n\(allow)Content-Type: text/plain\r\n\r\n\(reason)\n"
  }
}
