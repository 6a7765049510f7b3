import Wire

/// Writes subscribers as the API does, with the oddities of real ones.
extension SubscriberTable {
  /// Appends the JSON object of one subscriber.
  func render(_ index: Int, fractionDigits: FractionDigits, to output: inout ByteBuffer) {
    let row = rows[index]
    var fixed = SeededRandom(seed, index, 0)
    var random = SeededRandom(seed, index, Int(row.revision) + 1)
    let written = writings[index]
    output.append("{\"created_at\":\"")
    append(row.created, fractionDigits, to: &output)
    output.append("\",\"data\":{},\"email\":")
    if row.isRedacted || (written?.email == nil && fixed.chance(0.25)) {
      output.append("null")
    } else {
      output.appendJSONString(written?.email ?? "subscriber\(index)@example.com")
    }
    output.append(",\"id\":\"")
    output.append(identifier(index))
    output.append("\",\"phone_number\":")
    if row.isRedacted {
      output.append("null")
    } else {
      output.appendJSONString(phone(index))
    }
    output.append(",\"properties\":")
    appendProperties(index, &random, to: &output)
    output.append(",\"ps_id\":")
    output.append(decimal: 100_000 + index)
    output.append(",\"shopify_customer_id\":")
    output.append(shopifyCustomer(index))
    appendSubscriptions(row, &random, to: &output)
    appendTags(index, &random, to: &output)
    if row.updated == SubscriberTable.timeless {
      output.append(",\"updated_at\":null")
    } else {
      output.append(",\"updated_at\":\"")
      append(row.updated, fractionDigits, to: &output)
      output.append("\"")
    }
    if fixed.chance(0.05) {
      // A field of tomorrow, which no client knows today.
      output.append(",\"consent_source\":{\"channel\":\"checkout\",\"score\":")
      output.append(random.pick(SubscriberTable.numbers))
      output.append("}")
    }
    output.append("}")
  }

  /// The phone number of a subscriber in E.164: different for every row.
  func phone(_ index: Int) -> String {
    if let phone = writings[index]?.phone { return phone }
    let offset = (index &* 7919 + Int(seed % 1000)) % 7_999_999_993
    return "+1\(2_000_000_000 + offset)"
  }

  /// The Shopify customer number of a subscriber as JSON: a number, or null.
  func shopifyCustomer(_ index: Int) -> String {
    if let customer = writings[index]?.shopifyCustomer { return customer }
    var random = SeededRandom(seed, index, -1)
    // Some lie beyond 2^53, where binary floating point begins to round.
    if random.chance(0.2) { return "null" }
    return random.chance(0.1)
      ? "\(9_007_199_254_740_993 + index)" : "\(6_000_000_000_000 + index)"
  }

  /// The e-mail address of a subscriber, or nil.
  func email(_ index: Int) -> String? {
    var fixed = SeededRandom(seed, index, 0)
    if rows[index].isRedacted { return nil }
    if let email = writings[index]?.email { return email }
    return fixed.chance(0.25) ? nil : "subscriber\(index)@example.com"
  }

  private func append(_ time: Int64, _ fractionDigits: FractionDigits, to output: inout ByteBuffer)
  {
    let shown = fractionDigits == .six ? time : time - time % 1_000_000
    Timestamp(microseconds: shown).write(to: &output)
  }

  private func appendSubscriptions(
    _ row: Row,
    _ random: inout SeededRandom,
    to output: inout ByteBuffer
  ) {
    output.append(",\"subscriptions\":{\"promotional\":{\"can_send\":")
    output.append(!row.isSuppressed && random.chance(0.9) ? "true" : "false")
    output.append("},\"transactional\":{\"can_send\":")
    output.append(!row.isSuppressed && random.chance(0.7) ? "true" : "false")
    output.append("}}")
  }

  private func appendTags(
    _ index: Int,
    _ random: inout SeededRandom,
    to output: inout ByteBuffer
  ) {
    var tags = (0..<random.below(4)).map { _ in random.pick(SubscriberTable.tagNames) }
    tags += writings[index]?.tags ?? []
    output.append(",\"tags\":[")
    for (place, tag) in tags.enumerated() {
      if place > 0 { output.append(",") }
      output.appendJSONString(tag)
    }
    output.append("]")
  }

  private func appendProperties(
    _ index: Int,
    _ random: inout SeededRandom,
    to output: inout ByteBuffer
  ) {
    output.append("{")
    var isFirst = true
    for place in 0..<random.below(6) {
      if !isFirst { output.append(",") }
      isFirst = false
      output.append("\"")
      output.append(random.pick(SubscriberTable.propertyNames))
      output.append("_")
      output.append(decimal: place)
      output.append("\":")
      output.append(random.pick(SubscriberTable.values))
    }
    for property in writings[index]?.properties ?? [] {
      if !isFirst { output.append(",") }
      isFirst = false
      output.appendJSONString(property.key)
      output.append(":")
      output.append(property.json)
    }
    output.append("}")
  }

  private static let tagNames = ["VIP", "été", "wholesale", "日本語", "two words", "quote\"d", "🛍️"]
  private static let numbers = [
    "0", "-1", "12.50", "9007199254740993", "0.1", "1e3", "1E-7", "-0.000",
    "123456789012345678901234567890.123456789",
  ]
  private static let propertyNames = [
    "points", "birthday", "has purchased", "vip-tier", "naïve", "nested", "\\u0061ge", "カゴ",
  ]
  private static let values =
    numbers + [
      "true", "false", "null", "\"\"", "\"1991-01-01\"", "\"2026-01-01T00:00:00\"", "\"NULL\"",
      "\"caf\\u00e9\"", "\"café\"", "\"\\ud83d\\ude00 and 😀\"", "\"a\\/b\\\\c\\\"d\"",
      "\"tab\\there\\nnewline\\r\\u001f\"", "\"\\u2028 separators \\u2029\"", "\"  spaces  \"",
      "[\"Beauty\",\"Home Goods\"]", "[]", "{}", "[1,[2,[3,[4,[5,[]]]]]]",
      "{\"a\":{\"b\":{\"c\":{\"d\":[{\"e\":null}]}}}}", "[{\"k\":\"v, {not} [json]\"}]",
      "\"0123456789012345678901234567890123456789012345678901234567890123456789\"",
    ]
}
