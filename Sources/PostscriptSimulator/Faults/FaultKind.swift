public import StageKit

/// What can go wrong with an answer.
public enum FaultKind: String, OptionValue, CaseIterable {
  /// 429 for this request and, where chance brought it, up to four that follow.
  case tooMany = "429"
  /// 500 with a JSON body.
  case internalError = "500"
  /// 503 with an HTML body, as gateways send.
  case unavailable = "503"
  /// The connection is reset instead of an answer, before or after the request took effect.
  case reset
  /// The connection closes in the middle of the body.
  case cut
  /// A whole answer that isn't JSON to its end.
  case malformed
  /// The answer comes late.
  case slow
  /// 200 with an HTML page.
  case wrongType = "wrong-type"
  /// The connection is reset before the request took effect.
  case lostRequest = "lost-request"
  /// The connection is reset after the request took effect.
  case lostAnswer = "lost-answer"
  /// 400 with a number and a message.
  case coded = "400:a"
  /// 400 with a list of errors.
  case listed = "400:b"
  /// 400 with a list of errors that say where.
  case located = "400:c"
  /// 400 with one error in words.
  case worded = "400:d"
  /// 400 with an empty object, as published for events.
  case wordless = "400:e"
  /// 401: the key is no longer valid.
  case unauthorized = "401"
  /// 403: this key may not do this.
  case denied = "403"
  /// 404.
  case missing = "404"
  /// 409.
  case conflict = "409"
  /// 413.
  case contentTooLarge = "413"
  /// 414.
  case addressTooLong = "414"
  /// 422.
  case unprocessable = "422"

  /// Those that pass, so that trying again helps: what chance brings.
  public static let passing: [FaultKind] = [
    .tooMany, .internalError, .unavailable, .reset, .cut, .malformed, .slow, .wrongType,
  ]

  /// The faults of a list separated by commas; nil where one is none, or there are none.
  static func list(_ text: String) -> [FaultKind]? {
    let names = text.split(separator: ",")
    let kinds = names.compactMap { FaultKind(rawValue: String($0)) }
    return kinds.isEmpty || kinds.count < names.count ? nil : kinds
  }

  /// The answer of a fault that is a refusal; nil for the others.
  var refusal: Reply? {
    switch self {
    case .tooMany: .rateLimited
    case .internalError: .error(500, code: 1000, "Internal server error")
    case .unavailable:
      Reply(503, html: "<html><body><h1>503 Service Unavailable</h1></body></html>")
    case .wrongType: Reply(200, html: "<html><body>Please sign in</body></html>")
    case .coded: .error(400, code: 1001, "This record was refused")
    case .listed: .invalid("this record was refused")
    case .located: .invalid("this record was refused", at: "phone")
    case .worded: Reply(400, json: "{\"error\":\"This record was refused.\"}")
    case .wordless: .wordless
    case .unauthorized: .unauthorized
    case .denied: .accessDenied
    case .missing: .notFound("Record")
    case .conflict: .error(409, code: 1409, "Conflict")
    case .contentTooLarge: .error(413, code: 1413, "Content too large")
    case .addressTooLong: .error(414, code: 1414, "URI too long")
    case .unprocessable: .error(422, code: 1422, "Unprocessable content")
    case .reset, .cut, .malformed, .slow, .lostRequest, .lostAnswer: nil
    }
  }
}
