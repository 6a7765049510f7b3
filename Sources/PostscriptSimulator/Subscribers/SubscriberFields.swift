import Wire

/// What a request writes about a subscriber.
struct SubscriberFields: Sendable {
  var email: String?
  var tags: [String] = []
  /// Properties with a value: null is ignored.
  var properties: [(key: String, value: JSONValue)] = []

  /// Reads the fields of a body.
  ///
  /// Strictly, a property is a string, an integer or an array of strings, which is all that is
  /// published; an e-mail address has an `@`.
  static func read(
    _ body: JSONValue,
    _ checks: CheckLevel
  ) -> Result<SubscriberFields, ReplyError> {
    var fields = SubscriberFields()
    if let email = body["email"], email != .null {
      guard let text = email.string, checks == .lax || text.contains("@") else {
        return refusal("email: not an e-mail address")
      }
      fields.email = text
    }
    if let tags = body["tags"], tags != .null {
      guard let texts = strings(tags) else { return refusal("tags: not a list of strings") }
      fields.tags = texts
    }
    if let properties = body["properties"], properties != .null {
      guard let members = properties.members else { return refusal("properties: not an object") }
      fields.properties = members.filter { $0.value != .null }
      if checks == .strict, let wrong = fields.properties.first(where: { !isPublished($0.value) }) {
        return refusal("properties: \(wrong.key): not a string, an integer or a list of strings")
      }
    }
    return .success(fields)
  }

  private static func strings(_ value: JSONValue) -> [String]? {
    guard let items = value.array else { return nil }
    let texts = items.compactMap(\.string)
    return texts.count == items.count ? texts : nil
  }

  private static func isPublished(_ value: JSONValue) -> Bool {
    switch value {
    case .string: true
    case .number(let text): text.allSatisfy { $0.isNumber || $0 == "-" }
    case .array: strings(value) != nil
    case .null, .bool, .object: false
    }
  }

  private static func refusal(_ reason: String) -> Result<SubscriberFields, ReplyError> {
    .failure(ReplyError(reply: .invalid(reason)))
  }

  /// Writes them to a record, and leaves the rest of it.
  func write(to record: inout SubscriberRecord) {
    if let email { record.offer(email: email) }
    record.add(tags)
    record.properties = record.properties.setting(properties)
  }
}
