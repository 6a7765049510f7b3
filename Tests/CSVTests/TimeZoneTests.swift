import CSV
import StageKit
import TestSupport
import Testing

@Suite("Time zones")
struct TimeZoneTests {
  /// Zones of every kind: fixed, half hours, both hemispheres, summer time below zero, changed rules.
  static let zones = [
    "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "America/St_Johns",
    "Europe/Berlin", "Europe/London", "Europe/Dublin", "Asia/Kolkata", "Asia/Tokyo",
    "Asia/Kathmandu", "Asia/Tehran", "Asia/Gaza", "Australia/Sydney", "Australia/Lord_Howe",
    "Pacific/Auckland", "Pacific/Apia", "Africa/Casablanca", "America/Nuuk", "UTC", "Etc/GMT+5",
  ]

  /// Instants from 1990 to 2060, in seconds.
  private static func instants(_ seed: UInt64) -> [Int64] {
    var random = SplitMix64(seed: seed)
    return (0..<400).map { _ in Int64.random(in: 631_152_000..<2_840_140_800, using: &random) }
  }

  @Test("offsets are those of the C library", arguments: zones, seeds(1..<2))
  func offsets(name: String, seed: UInt64) throws {
    let zone = try LocalTimeZone(name)
    let instants = Self.instants(seed)
    let expected = try withWorkspace { workspace in
      _ = try workspace.write("instants", instants.map { "@\($0)\n" }.joined())
      let date = Command.shell("date -f instants +%:::z", environment: ["TZ": name])
      return try workspace.run(date).orThrow().lines
    }
    #expect(expected.count == instants.count)
    for (instant, text) in zip(instants, expected) {
      #expect(zone.offset(at: instant) == Self.seconds(text), "\(name) at \(instant)")
    }
  }

  /// The seconds of `+05:45`.
  private static func seconds(_ text: String) -> Int {
    let parts = text.dropFirst().split(separator: ":").compactMap { Int($0) }
    let size = zip(parts, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
    return text.hasPrefix("-") ? -size : size
  }

  @Test("a local time is its first occurrence", arguments: zones, seeds(2..<3))
  func localTimes(name: String, seed: UInt64) throws {
    var zone = try LocalTimeZone(name)
    for instant in Self.instants(seed) {
      let local = instant + Int64(zone.offset(at: instant))
      let day = Int(local / 86_400)
      let answer = zone.offset(day: day, second: Int(local) - day * 86_400)
      let offset = try #require(answer)
      let found = local - Int64(offset)
      #expect(zone.offset(at: found) == offset)
      #expect(found <= instant && instant - found <= 7200)
    }
  }

  @Test("the hours of a change")
  func change() throws {
    var zone = try LocalTimeZone("Europe/Berlin")
    let spring = 20_177  // 2025-03-30
    let autumn = 20_387  // 2025-10-26
    #expect(zone.offset(day: spring, second: 2 * 3600 - 1) == 3600)
    #expect(zone.offset(day: spring, second: 2 * 3600) == nil)
    #expect(zone.offset(day: spring, second: 3 * 3600 - 1) == nil)
    #expect(zone.offset(day: spring, second: 3 * 3600) == 7200)
    #expect(zone.offset(day: autumn, second: 2 * 3600) == 7200)
    #expect(zone.offset(day: autumn, second: 3 * 3600 - 1) == 7200)
    #expect(zone.offset(day: autumn, second: 3 * 3600) == 3600)
  }

  @Test("UTC is one zone by all its names")
  func utc() throws {
    for name in ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu"] {
      #expect(try LocalTimeZone(name).isUTC, "\(name)")
      let run = try ExtractRun(
        "source_system,message_id,date,total_clicks\np,1,2025-10-07T22:00:00-07:00,1\n",
        "--profile",
        "message-performance",
        "--timezone",
        name
      )
      #expect(run.texts("date") == ["2025-10-07"], "\(name)")
    }
    for name in ["Europe/London", "Etc/GMT+5", "Africa/Abidjan", "Asia/Kolkata"] {
      #expect(try !LocalTimeZone(name).isUTC, "\(name)")
    }
  }

  @Test(
    "names that are none",
    arguments: ["", "Berlin", "Europe/", "../zoneinfo/UTC", "/etc/passwd", "Europe", "zone.tab"]
  )
  func unknown(name: String) {
    #expect(throws: InvalidValue.self) { try LocalTimeZone(name) }
  }
}
