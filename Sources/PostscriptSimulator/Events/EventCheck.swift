import Wire

/// What a strict API may refuse in an event, though it publishes none of it but as a description.
enum EventCheck {
  /// Why an event is refused, or nil.
  static func refusal(of body: JSONValue) -> String? {
    for field in ["subscriber_id", "phone", "email", "external_id"] {
      guard let value = body[field], value != .null else { continue }
      guard let text = value.string, !text.isEmpty else { return "\(field): not a string" }
      if field == "phone", PhoneText.e164(text) == nil { return "phone: not a phone number" }
      if field == "email", !text.contains("@") { return "email: not an e-mail address" }
    }
    if let time = body["occurred_at"], time != .null, !isPublished(time.string ?? "") {
      return "occurred_at: not of the form %Y-%m-%d %H:%M:%S.%f"
    }
    guard let properties = body["properties"], properties != .null else { return nil }
    guard let members = properties.members else { return "properties: not an object" }
    let nested = members.first { $0.value.members != nil || $0.value.array != nil }
    return nested.map { "properties: \($0.key): nested" }
  }

  /// Whether a time has the published form, with six digits of fraction.
  private static func isPublished(_ text: String) -> Bool {
    guard text.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}/) != nil else { return false }
    return text.withView { Timestamp($0, assumingUTC: true) } != nil
  }
}
