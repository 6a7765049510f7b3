public import StageKit

/// A stretch of the day, such as `20:00-09:00`, which goes over midnight where it ends earlier than it
/// begins.
public struct QuietSpan: OptionValue, Equatable {
  /// The first minute of the day that is quiet.
  public let from: Int
  /// The first minute that is not.
  public let until: Int

  /// Reads `HH:MM-HH:MM`.
  public init(optionText: String) throws(InvalidValue) {
    let ends = optionText.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let from = Self.minute(ends[0]), let until = Self.minute(ends[1]),
      from != until
    else { throw InvalidValue("is not a stretch of the day, such as 20:00-09:00") }
    self.from = from
    self.until = until
  }

  /// The same text again.
  public var optionText: String? { "\(Self.text(from))-\(Self.text(until))" }

  /// Whether a minute of the day lies in it.
  func contains(minute: Int) -> Bool {
    from < until ? (from..<until).contains(minute) : minute >= from || minute < until
  }

  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
      let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }

  private static func text(_ minute: Int) -> String {
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    return "\(two(minute / 60)):\(two(minute % 60))"
  }
}
