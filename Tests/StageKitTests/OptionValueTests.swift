import StageKit
import Testing
import Wire

@Suite("Values of options")
struct OptionValueTests {
  @Test("a limit of rejects is read exactly and written as it was")
  func rejectLimit() throws {
    for text in ["0", "100", "5%", "2.5%", "0.01%", "100%", "99.99%"] {
      #expect(try RejectLimit(optionText: text).optionText == text)
    }
    #expect(try RejectLimit(optionText: "2.50%") == .basisPoints(250))
    #expect(try RejectLimit(optionText: "100.0%") == .basisPoints(10_000))
  }

  @Test(
    "anything else is no limit",
    arguments: [
      "", "-1", "x", "%", "1.5", "100.01%", "101%", "-1%", "1.%", ".5%", "1.234%", "1..5%",
      "1.-5%", "99999999999999999999", "99999999999999999999%", "1 %", "1.+5%", "NaN%",
    ]
  )
  func badLimit(text: String) {
    #expect(throws: InvalidValue.self) { try RejectLimit(optionText: text) }
  }

  @Test("a time span keeps its value in the largest unit")
  func duration() throws {
    for (text, seconds) in [
      ("0s", 0), ("45s", 45), ("30m", 1_800), ("25h", 90_000), ("6d", 518_400), ("2w", 1_209_600),
    ] {
      let span = try Duration(optionText: text)
      #expect(span == .seconds(seconds))
      #expect(span.optionText == text)
    }
    for text in ["7d", "24h", "60m", "60s", "1s"] {
      #expect(try Duration(optionText: text).optionText == text)
    }
    #expect(try Duration(optionText: "1w").optionText == "7d")
    for text in ["", "7", "d", "-1d", "+1d", "1.5h", "1d2h", "9223372036854775807w", "7 d", "7D"] {
      #expect(throws: InvalidValue.self) { try Duration(optionText: text) }
    }
  }

  @Test("days, times and decimals of the wire are values")
  func wireTypes() throws {
    #expect(try CivilDate(optionText: "2026-02-28").optionText == "2026-02-28")
    #expect(throws: InvalidValue.self) { try CivilDate(optionText: "2026-02-29") }
    #expect(try Timestamp(optionText: "2026-02-28").optionText == "2026-02-28T00:00:00Z")
    let offset = try Timestamp(optionText: "2026-02-28T01:00:00+02:00")
    #expect(offset.optionText == "2026-02-27T23:00:00Z")
    #expect(throws: InvalidValue.self) { try Timestamp(optionText: "2026-02-28T01:00:00") }
    #expect(try ExactDecimal(optionText: "0.01").optionText == "0.01")
    #expect(throws: InvalidValue.self) { try ExactDecimal(optionText: "1,5") }
  }

  @Test("a text is none where it is empty: a shell's variable was not set")
  func emptyText() throws {
    #expect(throws: InvalidValue.self) { try String(optionText: "") }
    #expect(try String(optionText: " ") == " ")
  }

  @Test("switches are read in the usual words", arguments: ["true", "YES", "on", "1"])
  func switches(text: String) throws {
    #expect(try Bool(optionText: text))
  }

  @Test("the nearest name is near, or the beginning of one name")
  func nearestName() {
    let names = ["order_id", "order_name", "total", "currency"]
    #expect(NearestName.of("oder_id", in: names) == "order_id")
    #expect(NearestName.of("ORDER_ID", in: names) == "order_id")
    #expect(NearestName.of("totla", in: names) == "total")
    #expect(NearestName.of("curr", in: names) == "currency")
    #expect(NearestName.of("order", in: names) == nil)
    #expect(NearestName.of("xyz", in: names) == nil)
    #expect(NearestName.of("", in: names) == nil)
  }

  @Test("the distance is symmetric, zero for equals only, and counts a swap as one")
  func distance() {
    let words = ["", "a", "ab", "ba", "abc", "acb", "kitten", "sitting"].map { Array($0.utf8) }
    for left in words {
      for right in words {
        let edits = NearestName.distance(left, right)
        #expect(edits == NearestName.distance(right, left))
        #expect((edits == 0) == (left == right))
        #expect(edits <= max(left.count, right.count))
      }
    }
    #expect(NearestName.distance(Array("ab".utf8), Array("ba".utf8)) == 1)
    #expect(NearestName.distance(Array("kitten".utf8), Array("sitting".utf8)) == 3)
  }
}
