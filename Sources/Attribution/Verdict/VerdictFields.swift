import Wire

/// The fields that a verdict adds to a record of `attributed_orders`, and how they are written.
enum VerdictFields {
  /// Their names, in the order in which they are written.
  static let names = [
    "validation_status", "rejection_reasons", "validated_revenue", "order_revenue", "touch_at",
    "minutes_to_order", "window_checked", "customer_match", "matched_order_id",
    "order_processed_at",
  ]

  /// Appends the fields, with a comma before the first.
  static func write(_ verdict: Verdict, _ orderID: OrderID?, to output: inout ByteBuffer) {
    output.reserve(512)
    writeHead(verdict.status, verdict.reasons, to: &output)
    write(verdict.validatedRevenue, to: &output)
    output.append(#","order_revenue":"#)
    write(verdict.orderRevenue, to: &output)
    output.append(#","touch_at":"#)
    write(verdict.touchAt, to: &output)
    output.append(#","minutes_to_order":"#)
    writeMinutes(verdict.microsecondsToOrder, to: &output)
    output.append(verdict.windowChecked ? #","window_checked":true"# : #","window_checked":false"#)
    switch verdict.customerMatch {
    case .some(true): output.append(#","customer_match":true,"matched_order_id":"#)
    case .some(false): output.append(#","customer_match":false,"matched_order_id":"#)
    case .none: output.append(#","customer_match":null,"matched_order_id":"#)
    }
    if let orderID { orderID.write(to: &output) } else { output.append("null") }
    output.append(#","order_processed_at":"#)
    write(verdict.orderTime, to: &output)
  }

  /// Status and reasons, up to the value of the field after them.
  private static func writeHead(
    _ status: ValidationStatus,
    _ reasons: RejectionReasons,
    to output: inout ByteBuffer
  ) {
    switch status {
    case .valid: output.append(#","validation_status":"valid","rejection_reasons":"#)
    case .adjusted: output.append(#","validation_status":"adjusted","rejection_reasons":"#)
    case .rejected: output.append(#","validation_status":"rejected","rejection_reasons":"#)
    case .unverifiable:
      output.append(#","validation_status":"unverifiable","rejection_reasons":"#)
    }
    if reasons.isEmpty { return output.append(#"[],"validated_revenue":"#) }
    reasons.write(to: &output)
    output.append(#","validated_revenue":"#)
  }

  private static func write(_ money: ExactDecimal?, to output: inout ByteBuffer) {
    guard let money else { return output.append("null") }
    money.write(to: &output)
  }

  private static func write(_ time: Timestamp?, to output: inout ByteBuffer) {
    guard let time, time.isWritable else { return output.append("null") }
    output.append(UInt8(ascii: "\""))
    time.write(to: &output)
    output.append(UInt8(ascii: "\""))
  }

  /// Minutes to the nearest hundredth, halves away from zero, without needless zeros.
  private static func writeMinutes(_ microseconds: Int64?, to output: inout ByteBuffer) {
    guard let microseconds else { return output.append("null") }
    let hundredths = (Int(microseconds.magnitude) + 300_000) / 600_000
    if microseconds < 0, hundredths > 0 { output.append(UInt8(ascii: "-")) }
    output.append(decimal: hundredths / 100)
    let rest = hundredths % 100
    if rest == 0 { return }
    output.append(UInt8(ascii: "."))
    output.append(UInt8(truncatingIfNeeded: rest / 10) + UInt8(ascii: "0"))
    if rest % 10 != 0 { output.append(UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")) }
  }

  /// What a SCHEMA says of the fields.
  static let properties: [(key: String, value: JSONValue)] = [
    ("validation_status", nullable("string")),
    (
      "rejection_reasons",
      .object([
        ("type", .array([.string("null"), .string("array")])),
        ("items", .object([("type", .string("string"))])),
      ])
    ),
    ("validated_revenue", nullable("number")),
    ("order_revenue", nullable("number")),
    ("touch_at", nullable("string", format: "date-time")),
    ("minutes_to_order", nullable("number")),
    ("window_checked", nullable("boolean")),
    ("customer_match", nullable("boolean")),
    ("matched_order_id", nullable("string")),
    ("order_processed_at", nullable("string", format: "date-time")),
  ]

  private static func nullable(_ type: String, format: String? = nil) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("type", .array([.string("null"), .string(type)]))
    ]
    if let format { members.append(("format", .string(format))) }
    return .object(members)
  }

  /// A SCHEMA message of the stream with the fields among its properties.
  static func extend(_ message: JSONValue) -> JSONValue {
    let schema = message["schema"] ?? .object([("type", .string("object"))])
    var known = schema["properties"]?.members ?? []
    known.removeAll { names.contains($0.key) }
    let properties = JSONValue.object(known + self.properties)
    return message.setting("schema", to: schema.setting("properties", to: properties))
  }
}

extension JSONValue {
  /// An object with a member replaced in place, or added at the end.
  fileprivate func setting(_ key: String, to value: JSONValue) -> JSONValue {
    var members = self.members ?? []
    if let index = members.lastIndex(where: { $0.key == key }) {
      members[index].value = value
    } else {
      members.append((key, value))
    }
    return .object(members)
  }
}
