/// Singer's `version`: the name of a generation of a table, which a tap gives it when it reads the
/// whole table.
///
/// Most taps name it by the clock, in milliseconds since 1970; of two such names the smaller is
/// that of the older generation. A tap goes back to it where an older state was restored: its next
/// run then activates that version again, though it reads only what has changed since. Other
/// numbers are mere names, of which none is older.
enum TableVersion {
  /// Versions that are times, from 2001 to 5138.
  private static let clock: ClosedRange<Int64> = 1_000_000_000_000...99_999_999_999_999

  /// Whether one version names an older generation than another.
  static func isOlder(_ one: Int64, than other: Int64) -> Bool {
    one < other && clock.contains(one) && clock.contains(other)
  }

  /// The same of two columns or parameters, as SQL that is never null.
  static func isOlderSQL(_ one: String, than other: String) -> String {
    "coalesce(\(one) < \(other) AND \(one) >= \(clock.lowerBound) "
      + "AND \(other) <= \(clock.upperBound), false)"
  }
}
