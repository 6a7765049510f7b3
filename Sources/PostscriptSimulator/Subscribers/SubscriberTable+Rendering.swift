import Wire

/// Writes subscribers as the API does.
extension SubscriberTable {
  /// Appends the JSON object of one subscriber.
  func render(_ index: Int, fractionDigits: FractionDigits, to output: inout ByteBuffer) {
    let row = rows[index]
    let record = record(index)
    output.append("{\"created_at\":\"")
    append(row.created, fractionDigits, to: &output)
    output.append("\",\"data\":{},\"email\":")
    append(record.email, to: &output)
    output.append(",\"id\":\"")
    output.append(identifier(index))
    output.append("\",\"phone_number\":")
    append(record.phone, to: &output)
    output.append(",\"properties\":")
    output.append(record.properties.json)
    output.append(",\"ps_id\":")
    output.append(decimal: 100_000 + index)
    output.append(",\"shopify_customer_id\":")
    output.append(record.shopifyCustomer ?? "null")
    output.append(",\"subscriptions\":{\"promotional\":{\"can_send\":")
    output.append(record.takesPromotional ? "true" : "false")
    output.append("},\"transactional\":{\"can_send\":")
    output.append(record.takesTransactional ? "true" : "false")
    output.append("}},\"tags\":[")
    for (place, tag) in record.tags.enumerated() {
      if place > 0 { output.append(",") }
      output.appendJSONString(tag)
    }
    output.append("],\"updated_at\":")
    if row.updated == SubscriberTable.timeless {
      output.append("null")
    } else {
      output.append("\"")
      append(row.updated, fractionDigits, to: &output)
      output.append("\"")
    }
    var odd = SeededRandom(seed, index, -3)
    if odd.chance(0.05) {
      // A field of tomorrow, which no client knows today.
      output.append(",\"consent_source\":{\"channel\":\"checkout\",\"score\":")
      output.append(odd.pick(SubscriberTable.numbers))
      output.append("}")
    }
    output.append("}")
  }

  private func append(_ text: String?, to output: inout ByteBuffer) {
    if let text { output.appendJSONString(text) } else { output.append("null") }
  }

  private func append(_ time: Int64, _ fractionDigits: FractionDigits, to output: inout ByteBuffer)
  {
    let shown = fractionDigits == .six ? time : time - time % 1_000_000
    Timestamp(microseconds: shown).write(to: &output)
  }
}
