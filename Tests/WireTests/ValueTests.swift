import TestSupport
import Testing
import Wire

@Suite("Values")
struct ValueTests {
  @Test("any JSON value round trips", arguments: seeds(0..<40))
  func anyJSONValueRoundTrips(seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    for _ in 0..<200 {
      let value = random.value(depth: 5)
      #expect(try JSONValue(parsing: value.text) == value)
    }
  }

  @Test(
    "decodes escapes",
    arguments: [
      (#"\ud83c\udf89"#, "🎉", JSONString.Findings()), (#"\ud83c"#, "\u{FFFD}", .loneSurrogate),
      (#"\udf89x"#, "\u{FFFD}x", .loneSurrogate), (#"a\u0000b"#, "a\u{0}b", .nul),
      (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t", JSONString.Findings()),
      (#"\u00e9\u20AC"#, "é€", JSONString.Findings()),
      (#"\ud83c\ud83c\udf89"#, "\u{FFFD}🎉", .loneSurrogate),
    ]
  )
  func decodesEscapes(body: String, text: String, findings: JSONString.Findings) {
    var decoded = ByteBuffer()
    let found = body.withView { JSONString.decode($0, into: &decoded) }
    #expect(found == findings)
    #expect(decoded.view.text == text)
  }

  @Test(
    "decimals keep their digits",
    arguments: [
      ("0", "0"), ("-12.50", "-12.50"), ("1e3", "1000"), ("12.5E-1", "1.25"), ("0.00", "0.00"),
      ("99999999999999999999.99", "99999999999999999999.99"), ("-0.07", "-0.07"),
      ("9007199254740993", "9007199254740993"),
    ]
  )
  func decimalsKeepTheirDigits(text: String, expected: String) {
    #expect(ExactDecimal(text)?.text == expected)
  }

  @Test(
    "refuses what is no decimal",
    arguments: [
      "", "-", ".5", "5.", "1e", "1e99999", "abc", "1,5", "+1", "1 ", "0x10", "1e-31",
      "999999999999999999999999999999999999999999",
    ]
  )
  func refusesWhatIsNoDecimal(text: String) { #expect(ExactDecimal(text) == nil) }

  @Test("decimals compare by value")
  func decimalsCompareByValue() throws {
    let small = try #require(ExactDecimal("1.5"))
    let same = try #require(ExactDecimal("1.50"))
    let more = try #require(ExactDecimal("1.501"))
    #expect(small == same)
    #expect(small < more)
    #expect(more.subtracting(small)?.text == "0.001")
    #expect(small.adding(more)?.text == "3.001")
    let huge = try #require(ExactDecimal("99999999999999999999999999999999999999"))
    let fine = try #require(ExactDecimal("0.000000000000000000000000000001"))
    #expect(fine < huge)
    #expect(huge != fine)
    #expect(huge.adding(huge) == nil)
  }

  @Test(
    "parses times",
    arguments: [
      ("2025-10-07T09:50:26Z", "2025-10-07T09:50:26Z"),
      ("2025-10-07 09:50:26 +0200", "2025-10-07T07:50:26Z"),
      ("2025-10-07T09:50:26.5-05:30", "2025-10-07T15:20:26.500000Z"),
      ("2024-02-29T23:59:59.123456+00:00", "2024-02-29T23:59:59.123456Z"),
      ("2021-10-01T03:17+02", "2021-10-01T01:17:00Z"),
      ("0001-01-01t00:00:00z", "0001-01-01T00:00:00Z"),
      ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ]
  )
  func parsesTimes(text: String, expected: String) {
    #expect(text.withView { Timestamp($0) }?.text == expected)
  }

  @Test(
    "refuses what is no time",
    arguments: [
      "2025-10-07", "2025-10-07T09:50:26", "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z",
      "2025-10-07T24:00:00Z", "2025-10-07T09:60:00Z", "2025-10-07T09:50:26.1234567Z", "",
      "2025-10-07T09:50:26+2", "2025-10-07T09:50:26Zx", "0000-01-01T00:00:00Z", "x025-10-07T00:00Z",
    ]
  )
  func refusesWhatIsNoTime(text: String) { #expect(text.withView { Timestamp($0) } == nil) }

  @Test("naive times are UTC where said")
  func naiveTimesAreUTCWhereSaid() {
    let naive = "2021-10-01T03:17:09.306630"
    #expect(
      naive.withView { Timestamp($0, assumingUTC: true) }?.text == "2021-10-01T03:17:09.306630Z"
    )
  }

  @Test("times round trip", arguments: seeds(0..<20))
  func timesRoundTrip(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      let range: Range<Int64> = -62_135_596_800_000_000..<253_402_300_800_000_000
      let time = Timestamp(microseconds: Int64.random(in: range, using: &random))
      #expect(time.text.withView { Timestamp($0) } == time)
    }
  }

  @Test("every day of four centuries round trips")
  func everyDayOfFourCenturiesRoundTrips() {
    var previous: CivilDate?
    for days in -146_097...146_097 {
      let date = CivilDate(daysSinceEpoch: days)
      #expect(date.daysSinceEpoch == days)
      #expect(date != previous)
      previous = date
    }
  }
}
