import Wire

/// What a subscriber that no client has written about is like, with the oddities of real ones.
extension SubscriberTable {
  /// Everything about it: who it is and what it agreed to follow from its index alone, its tags and
  /// properties from how often it has changed, too.
  func drawn(_ index: Int) -> SubscriberRecord {
    var consent = SeededRandom(seed, index, -2)
    var random = SeededRandom(seed, index, Int(rows[index].revision) + 1)
    var record = SubscriberRecord(
      email: drawnEmail(index),
      phone: drawnPhone(index),
      shopifyCustomer: drawnCustomer(index)
    )
    record.takesPromotional = consent.chance(0.9)
    record.takesTransactional = consent.chance(0.7)
    record.properties = PropertyObject(json: drawnProperties(&random))
    record.add((0..<random.below(4)).map { _ in random.pick(SubscriberTable.tagNames) })
    return record
  }

  /// The phone number in E.164: different for every row.
  func drawnPhone(_ index: Int) -> String {
    let offset = (index &* 7919 + Int(seed % 1000)) % SubscriberTable.phones
    return "+1\(2_000_000_000 + offset)"
  }

  /// The row whose drawn phone number that is, if there is one.
  func index(ofDrawnPhone phone: String) -> Int? {
    guard phone.hasPrefix("+1"), let number = Int(phone.dropFirst(2)), number >= 2_000_000_000
    else { return nil }
    let offset = number - 2_000_000_000 - Int(seed % 1000)
    let positive =
      (offset % SubscriberTable.phones + SubscriberTable.phones) % SubscriberTable.phones
    // The inverse of 7919 modulo the number of phones.
    let index = Int(UInt64(positive) * 2_209_369_868 % UInt64(SubscriberTable.phones))
    return index < count && drawnPhone(index) == phone ? index : nil
  }

  /// The number of the Shopify customer, or nil.
  func drawnCustomer(_ index: Int) -> String? {
    var random = SeededRandom(seed, index, -1)
    // Some lie beyond 2^53, where binary floating point begins to round.
    if random.chance(0.2) { return nil }
    return random.chance(0.1)
      ? "\(9_007_199_254_740_993 + index)" : "\(6_000_000_000_000 + index)"
  }

  /// The rows whose drawn customer that could be.
  func index(ofDrawnCustomer customer: String) -> Int? {
    guard let number = Int(customer) else { return nil }
    for first in [9_007_199_254_740_993, 6_000_000_000_000] where number >= first {
      let index = number - first
      return index < count && drawnCustomer(index) == customer ? index : nil
    }
    return nil
  }

  /// The e-mail address, or nil.
  func drawnEmail(_ index: Int) -> String? {
    var fixed = SeededRandom(seed, index, 0)
    return fixed.chance(0.25) ? nil : "subscriber\(index)@example.com"
  }

  /// The row whose drawn e-mail address that is, in any case.
  func index(ofDrawnEmail email: String) -> Int? {
    let address = email.lowercased()
    guard address.hasPrefix("subscriber"), address.hasSuffix("@example.com"),
      let index = Int(address.dropFirst(10).dropLast(12)), index >= 0, index < count,
      drawnEmail(index) == address
    else { return nil }
    return index
  }

  private func drawnProperties(_ random: inout SeededRandom) -> [UInt8] {
    var output = ByteBuffer(capacity: 512)
    output.append("{")
    for place in 0..<random.below(6) {
      output.append(place > 0 ? ",\"" : "\"")
      output.append(random.pick(SubscriberTable.propertyNames))
      output.append("_")
      output.append(decimal: place)
      output.append("\":")
      output.append(random.pick(SubscriberTable.values))
    }
    output.append("}")
    return output.view.array
  }

  /// How many different phone numbers there are: no multiple of 7919, so that each index has its own.
  private static let phones = 7_999_999_993
  private static let tagNames = ["VIP", "été", "wholesale", "日本語", "two words", "quote\"d", "🛍️"]
  static let numbers = [
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
