public import StageKit
public import Wire

/// A day as an option's value.
public struct ReportDay: OptionValue, Comparable {
  /// The day.
  public let date: CivilDate

  /// Reads a day as YYYY-MM-DD.
  public init(optionText: String) throws(InvalidValue) {
    guard let date = optionText.withView({ CivilDate($0) }) else {
      throw InvalidValue("is not a day of the calendar as YYYY-MM-DD")
    }
    self.date = date
  }

  /// The earlier day is less.
  public static func < (left: ReportDay, right: ReportDay) -> Bool {
    left.date.daysSinceEpoch < right.date.daysSinceEpoch
  }

  /// The day as YYYY-MM-DD.
  public var optionText: String? { Asked.text(date) }
}
