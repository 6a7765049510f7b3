public import Wire

/// One object that the API sent, as the text of a record.
///
/// Nothing changes but three things: the record says which store it belongs to, white space between
/// the parts goes, and the times on its top level get the `Z` that keywords and webhooks leave out.
public struct APIRecord: Sendable, Equatable {
  /// The object's identifier.
  public let id: String
  /// When it was created, where that is known.
  public let created: Timestamp?
  /// When it last changed, where that is known.
  public let updated: Timestamp?
  /// The record as compact JSON in one line.
  public let text: [UInt8]

  private static let times: [StaticString] = ["created_at", "updated_at", "scheduled_at"]

  /// Reads an object.
  ///
  /// - Parameters:
  ///   - object: the object's text; it need not have been checked.
  ///   - store: the store that the record belongs to.
  ///   - extras: further fields to add, with their values as JSON.
  /// - Throws: ``UnexpectedAnswer`` where it isn't a JSON object with an identifier.
  public init(
    _ object: ByteView,
    store: String,
    extras: (APIFields) -> [(key: StaticString, json: String)] = { _ in [] }
  ) throws(UnexpectedAnswer) {
    var scanner = JSONScanner()
    if let fault = scanner.scanBare(object) {
      throw UnexpectedAnswer("not a JSON object: \(fault.reason)")
    }
    var output = ByteBuffer(capacity: object.count + 64)
    output.append("{\"store_id\":")
    output.appendJSONString(store)
    var id: String?
    var number: String?
    var created: Timestamp?
    var updated: Timestamp?
    var fields: [(String, String)] = []
    for index in 0..<scanner.record.count {
      let member = scanner.record[index]
      let key = member.key(in: object)
      if key.equals("store_id") { continue }
      output.append(",\"")
      output.append(key)
      output.append("\":")
      let time = APIRecord.append(member, object, to: &output)
      if key.equals("created_at") { created = time }
      if key.equals("updated_at") { updated = time }
      if key.equals("id"), member.kind == .number { number = member.value(in: object).text }
      if member.kind == .string {
        var value = ByteBuffer()
        _ = JSONString.decode(member.stringBody(in: object), into: &value)
        if key.equals("id") { id = value.view.text }
        fields.append((key.text, value.view.text))
      }
    }
    guard let id, !id.isEmpty else { throw APIRecord.withoutID(number) }
    for extra in extras(APIFields(fields: fields)) {
      output.append(",\"")
      output.append(extra.key)
      output.append("\":")
      output.append(extra.json)
    }
    output.append("}")
    self.id = id
    self.created = created
    self.updated = updated
    text = output.view.array
  }

  /// When it was created or last changed, where that is known.
  public func time(_ field: TimeField) -> Timestamp? { field == .updated ? updated : created }

  /// What is wrong with an object without an id, or with a number for one.
  private static func withoutID(_ number: String?) -> UnexpectedAnswer {
    UnexpectedAnswer(
      number.map { "the id of an object, \($0), is a number and not a text" }
        ?? "an object has no id"
    )
  }

  /// Appends a member's value, and gives the instant that it means, where it means one.
  private static func append(
    _ member: JSONMember,
    _ object: ByteView,
    to output: inout ByteBuffer
  ) -> Timestamp? {
    let key = member.key(in: object)
    guard member.kind == .string, times.contains(where: { key.equals($0) }),
      let time = Timestamp(member.stringBody(in: object), assumingUTC: true)
    else {
      JSONText.appendCompact(member.value(in: object), to: &output)
      return nil
    }
    let body = member.stringBody(in: object)
    output.append("\"")
    if Timestamp(body) == nil {
      time.write(to: &output)
    } else {
      output.append(body)
    }
    output.append("\"")
    return time
  }
}

/// The fields of an object whose values are strings, for what is computed from them.
public struct APIFields: Sendable {
  let fields: [(String, String)]

  /// The value of a field, or nil where it isn't a string.
  public subscript(_ name: String) -> String? { fields.last { $0.0 == name }?.1 }
}
