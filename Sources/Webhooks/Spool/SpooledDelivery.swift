import Wire

/// A delivery as a line of the spool.
struct SpooledDelivery: Sendable {
  /// When it came.
  let received: Timestamp
  /// Whether it is a flow's action and not a webhook.
  let isAction: Bool
  /// The query of the address it came to.
  let query: String
  /// The body, with U+FFFD for what is not UTF-8.
  let body: String

  /// Appends a line without its end.
  static func write(
    _ body: ByteView,
    query: String,
    isAction: Bool,
    at time: Timestamp,
    to line: inout ByteBuffer
  ) {
    line.append("{\"received_at\":\"")
    time.write(to: &line)
    line.append("\",\"action\":")
    line.append(isAction ? "true" : "false")
    line.append(",\"query\":")
    line.appendJSONString(query)
    line.append(",\"body\":")
    line.appendJSONStringRepairing(body)
    line.append("}")
  }

  /// Reads a line; nil where it is none of ours.
  init?(_ line: ByteView) {
    guard let value = try? JSONValue(parsing: line), let body = value["body"]?.string,
      let time = value["received_at"]?.string?.withView({ Timestamp($0) })
    else { return nil }
    received = time
    isAction = value["action"]?.bool ?? false
    query = value["query"]?.string ?? ""
    self.body = body
  }
}
