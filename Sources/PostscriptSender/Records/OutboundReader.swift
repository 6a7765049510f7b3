public import Policy
public import StageKit
public import Wire

/// Turns records as they come into those that can be sent, or says what is wrong with them.
///
/// A pure value: the same records in the same order give the same result.
public struct OutboundReader: Sendable {
  private let callingCode: CallingCode
  /// The kinds of properties so far.
  public private(set) var kinds: PropertyMemory

  /// The most custom properties that Postscript keeps of a subscriber.
  public static let propertyLimit = 50

  /// Reads with what is known of properties; numbers without a country code get the calling code.
  public init(callingCode: CallingCode, kinds: PropertyMemory) {
    self.callingCode = callingCode
    self.kinds = kinds
  }

  /// Takes the schema of a stream: the value of a SCHEMA's `schema`.
  public mutating func declare(_ stream: SenderStream, _ schema: JSONValue) {
    kinds.declare(stream, schema)
  }

  /// Reads a record; one about nobody has a person who is nobody.
  ///
  /// - Throws: what keeps it from being sent.
  public mutating func read(
    _ stream: SenderStream,
    _ record: JSONValue
  ) throws(RecordFault) -> OutboundRecord {
    var result = OutboundRecord(stream, try person(stream, record))
    result.region = try text(record, "state")?.uppercased()
    switch stream {
    case .events: try readEvent(record, &result)
    case .updates: try readUpdate(record, &result)
    case .unsubscribes, .redactions: break
    }
    return result
  }

  private func text(_ record: JSONValue, _ field: String) throws(RecordFault) -> String? {
    switch record[field] {
    case nil, .null: return nil
    case .string(let text):
      let trimmed = text.withView { $0.trimmed.text }
      return trimmed.isEmpty ? nil : trimmed
    case .some(let other):
      throw RecordFault(.invalidText, "is not text", field, value: other.text).unquoted
    }
  }

  private func person(
    _ stream: SenderStream,
    _ record: JSONValue
  ) throws(RecordFault) -> Recipient {
    var person = Recipient()
    if let id = try text(record, "subscriber_id") {
      guard id.hasPrefix("s_"), id.utf8.count > 2 else {
        throw RecordFault(
          .invalidIdentifier,
          "is not an id of Postscript, which begins with s_: another system's id would be passed over "
            + "without a word",
          "subscriber_id",
          value: id
        )
      }
      person.subscriberID = id
    }
    let field = record["phone"] == nil ? "phone_number" : "phone"
    if let phone = try text(record, field) {
      guard let number = RecipientPhone.e164(phone, callingCode) else {
        throw RecordFault(
          .invalidPhone,
          "is not a phone number with its country code (--calling-code gives one to those without)",
          field
        )
      }
      person.phone = number
    }
    if let email = try text(record, "email") {
      guard email.contains("@"), !email.contains(where: \.isWhitespace) else {
        throw RecordFault(.invalidEmail, "is not an email address", "email")
      }
      person.email = email
    }
    if stream == .redactions || stream == .updates {
      person.customer = try customer(record)
    }
    return person
  }

  /// A number here and there, a text in filters: the same digits.
  private func customer(_ record: JSONValue) throws(RecordFault) -> String? {
    let field = "shopify_customer_id"
    if case .number(let digits)? = record[field] { return digits }
    return try text(record, field)
  }

  private func time(_ record: JSONValue, _ field: String) throws(RecordFault) -> Timestamp? {
    guard let text = try text(record, field) else { return nil }
    return try text.withView { (view) throws(RecordFault) -> Timestamp in
      // The API's own form has no zone, and means UTC; others must say it.
      let isPublished =
        view.count == 26 && view[10] == UInt8(ascii: " ") && view[19] == UInt8(ascii: ".")
      guard let time = Timestamp(view, assumingUTC: isPublished, rounding: true) else {
        throw RecordFault.notATime(view, field)
      }
      return time
    }
  }

  private mutating func readEvent(
    _ record: JSONValue,
    _ result: inout OutboundRecord
  ) throws(RecordFault) {
    guard let type = try text(record, "type") else { throw .missing("type") }
    let isLegal: (UInt8) -> Bool = { byte in
      byte.isDigit || byte == UInt8(ascii: "_")
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    guard type.utf8.allSatisfy(isLegal) else {
      throw RecordFault(
        .invalidIdentifier,
        "is not an event type: only letters, digits and _ are",
        "type",
        value: type
      )
    }
    // Without it nothing could tell a repetition from another event.
    guard case .string(let id)? = record["external_id"], !id.isEmpty else {
      throw record["external_id"] == nil || record["external_id"] == .null
        ? .missing("external_id")
        : RecordFault(.invalidText, "is not text", "external_id")
    }
    guard let time = try time(record, "occurred_at") else { throw .missing("occurred_at") }
    result.type = type
    result.externalID = id
    result.time = time
    try readProperties(record, event: type, &result)
  }

  private mutating func readUpdate(
    _ record: JSONValue,
    _ result: inout OutboundRecord
  ) throws(RecordFault) {
    result.time = try time(record, "updated_at")
    result.keyword = try text(record, "keyword")
    switch record["tags"] {
    case nil, .null: break
    case .array(let items) where items.allSatisfy({ $0.string != nil }):
      result.tags = items.compactMap(\.string)
    default: throw RecordFault(.wrongType, "is not a list of texts", "tags")
    }
    try readProperties(record, event: "", &result)
    guard result.properties.count <= OutboundReader.propertyLimit else {
      throw RecordFault.beyondLimit(result.properties.dropFirst(Self.propertyLimit).map(\.name))
    }
  }

  private mutating func readProperties(
    _ record: JSONValue,
    event: String,
    _ result: inout OutboundRecord
  ) throws(RecordFault) {
    let members: [(key: String, value: JSONValue)]
    switch record["properties"] {
    case nil, .null: return
    case .object(let found): members = found
    default: throw RecordFault(.wrongType, "is not an object", "properties")
    }
    var seen = Set<String>()
    // A record that is refused leaves no trace in what is known of properties.
    let before = kinds
    do throws(RecordFault) {
      for member in members {
        guard !member.key.isEmpty else {
          throw RecordFault(.missingValue, "a property has no name", "properties")
        }
        guard seen.insert(member.key).inserted else {
          throw .duplicate("properties.\(member.key)")
        }
        if member.value == .null {
          result.nulls += 1
          continue
        }
        let name = PropertyMemory.Name(event: event, name: member.key)
        let (form, isNew) = try kinds.form(of: member.value, name, in: result.stream)
        result.properties.append((member.key, form))
        if isNew, let kind = kinds.kind(name) { result.newKinds.append((name, kind)) }
      }
    } catch {
      kinds = before
      throw error
    }
  }
}

extension RecordFault {
  /// The fault of a subscriber who would have more properties than Postscript keeps.
  static func beyondLimit(_ names: [String]) -> RecordFault {
    RecordFault(
      .tooManyProperties,
      "would be more than the \(OutboundReader.propertyLimit) custom properties that a subscriber can "
        + "have: \(names.joined(separator: ", "))",
      "properties"
    )
  }
}
