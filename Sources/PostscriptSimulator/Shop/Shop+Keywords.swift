import Wire

/// A keyword that people text to subscribe.
struct Keyword: Sendable {
  let json: String
  let id: String
  let word: String

  static func samples(seed: UInt64, now: Int64) -> [Keyword] {
    var random = SeededRandom(seed: seed ^ 0x4E7)
    let words = ["YOUROCK", "SUMMER", "VIP", "Ünïcode", "SAVE10", "WINTER SALE"]
    return words.enumerated().map { place, word in
      let id = "kw_" + String(SeededRandom.mix(seed &+ UInt64(place) &* 977), radix: 36)
      let created = now - Int64(1 + random.below(900)) * 86_400_000_000 - 693_370
      return Keyword(
        json: JSONValue.object([
          ("id", .string(id)), ("keyword", .string(word)),
          ("triggered_count", .number(String(random.below(5000)))),
          ("created_at", .string(naive(created))), ("updated_at", .string(naive(created + 77))),
        ]).text,
        id: id,
        word: word
      )
    }
  }
}

/// A time as keywords and webhooks have it: in UTC but without saying so, with microseconds.
func naive(_ microseconds: Int64) -> String {
  // The written form drops a fraction of zero; these always show six digits.
  let shown = microseconds % 1_000_000 == 0 ? microseconds + 1 : microseconds
  return String(Timestamp(microseconds: shown).text.dropLast())
}

/// `/keywords` and `/keywords/{id}`.
extension Shop {
  func keywordList() -> Reply {
    Reply(200, json: "{\"keywords\":[" + keywords.map(\.json).joined(separator: ", ") + "]}")
  }

  func keyword(_ id: String) -> Reply {
    guard let keyword = keywords.first(where: { $0.id == id }) else {
      return .error(404, code: 3001, "Could not find keyword matching that information")
    }
    return Reply(200, json: keyword.json)
  }
}
