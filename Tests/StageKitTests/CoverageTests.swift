import StageKit
import Testing
import Wire

@Suite("Coverage in a STATE")
struct CoverageTests {
  /// A STATE's value with one entry of coverage.
  static func state(_ entry: String) throws -> JSONValue {
    try JSONValue(parsing: #"{"bookmarks":{"attributed_orders":{"covers":[\#(entry)]}}}"#)
  }

  @Test(
    "no export covers what came after it, but the day on which it was made may be whole",
    arguments: [
      ("2025-10-01", "2025-12-01", "2025-11-01T23:59:59Z", "2025-11-01T23:59:59Z"),
      ("2025-10-01", "2025-11-02", "2025-11-01T10:00:00Z", "2025-11-02"),
      ("2025-10-01", "2025-11-03T00:00:00Z", "2025-11-01T00:00:00Z", "2025-11-01T00:00:00Z"),
      ("2025-11-02", "2025-12-01", "2025-11-01T00:00:00Z", nil),
    ] as [(String, String, String, String?)]
  )
  func future(from: String, until: String, observed: String, end: String?) throws {
    let list = try Coverage.list(
      in: Self.state(
        #"{"store_id":"s","from":"\#(from)","until":"\#(until)","observed_at":"\#(observed)","#
          + #""complete":true}"#
      ),
      of: "attributed_orders"
    )
    let seen = list.compactMap { $0.seen(until: $0.observedAt) }
    #expect(seen.map(\.until.text) == (end.map { [$0] } ?? []))
  }

  @Test("what is written is read back, days and instants alike")
  func roundTrip() throws {
    let day = try #require(CivilDate(year: 2026, month: 8, day: 1))
    let ranges: [(CoverageBound, CoverageBound)] = [
      (.day(day), .day(CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1))),
      (.instant(Timestamp(microseconds: 5)), .instant(Timestamp(microseconds: 6))),
      (.instant(Timestamp(microseconds: 5)), .day(day)),
    ]
    for (from, until) in ranges {
      for platform in [nil, "postscript"] {
        for observed in [nil, Timestamp(microseconds: 1_785_542_400_000_001)] {
          let coverage = Coverage(
            store: "eu \"1\"",
            sourceSystem: platform,
            from: from,
            until: until,
            observedAt: observed,
            isComplete: platform == nil
          )
          let state = try Self.state(coverage.json.text)
          #expect(try Coverage.list(in: state, of: "attributed_orders") == [coverage])
          #expect(try Coverage.list(in: state, of: "shopify_orders") == [])
        }
      }
    }
  }

  @Test(
    "a state that says nothing of coverage covers nothing",
    arguments: [
      "{}", "null", #"{"bookmarks":{}}"#, #"{"bookmarks":{"attributed_orders":{"covers":null}}}"#,
    ]
  )
  func silence(text: String) throws {
    #expect(try Coverage.list(in: JSONValue(parsing: text), of: "attributed_orders") == [])
  }

  @Test(
    "an entry that cannot be read ends the run and is shown",
    arguments: [
      #"{"store_id":"a","from":"2026-08-02","until":"2026-08-02","complete":true}"#,
      #"{"store_id":"a","from":"2026-08-02","until":"2026-08-01","complete":true}"#,
      #"{"store_id":"a","from":"2026-02-30","until":"2026-08-01","complete":true}"#,
      #"{"store_id":"a","from":"2026-08-01T00:00:00","until":"2026-08-02","complete":true}"#,
      #"{"store_id":"a","from":"2026-08-01","until":"2026-08-02"}"#,
      #"{"from":"2026-08-01","until":"2026-08-02","complete":true}"#,
      #"{"store_id":"a","source_system":1,"from":"2026-08-01","until":"2026-08-02","complete":true}"#,
      #"{"store_id":"a","observed_at":"now","from":"2026-08-01","until":"2026-08-02","complete":true}"#,
      "7",
    ]
  )
  func unreadable(entry: String) throws {
    let error = #expect(throws: StageError.self) {
      try Coverage.list(in: Self.state(entry), of: "attributed_orders")
    }
    #expect(error?.code == .data)
    #expect(error?.message.contains("coverage of attributed_orders cannot be read") == true)
    #expect(error?.message.contains("from before until") == true)
  }

  @Test(
    "a STATE that states coverage is found, however its names are written, and no other",
    arguments: [
      (#"{"a":{"covers":[]}}"#, true), (#"{"a":{"\u0063overs":[]}}"#, true),
      (#"{"\u0061":{"page":"\"","covers" : []}}"#, true), (#"{"a":{"covers":null}}"#, false),
      (#"{"covers":[]}"#, false), (#"{"a":{"page":"covers"}}"#, false), (#"{"a":"\n"}"#, false),
      (#"{"a":{"covers2":[]}}"#, false), ("{}", false),
    ]
  )
  func found(bookmarks: String, isStated: Bool) {
    let line = #"{"type":"STATE","value":{"bookmarks":\#(bookmarks)}}"#
    let statement = line.withView { Coverage.statement(in: $0) }
    #expect((statement != nil) == isStated)
    #expect(statement == nil || statement == (try? JSONValue(parsing: line))?["value"])
  }
}
