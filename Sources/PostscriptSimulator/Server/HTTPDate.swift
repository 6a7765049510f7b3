import Wire

/// Dates as HTTP heads have them: `Thu, 15 Jan 2026 12:00:00 GMT`.
enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The text for an instant of the era.
  static func text(_ time: Timestamp) -> String {
    let seconds = Int(time.microseconds / 1_000_000)
    let date = CivilDate(daysSinceEpoch: seconds / 86_400)
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(two)
    return "\(days[seconds / 86_400 % 7]), \(two(date.day)) \(months[date.month - 1]) \(date.year) "
      + clock.joined(separator: ":") + " GMT"
  }
}
