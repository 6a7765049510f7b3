public import StageKit

/// What a user can set about loading.
public struct LoadSettings: Sendable {
  /// The schema that holds the warehouse.
  public var schema = "sms"
  /// The least time between two commits while input flows, so that close STATEs share one.
  public var commitInterval = Duration.seconds(10)
  /// What to do with text that PostgreSQL cannot store.
  public var invalidText = InvalidText.reject
  /// The largest part of a table that a full refresh may delete.
  public var deleteLimit = Percent(50)
  /// Whether a record that was deleted at its source takes its row away.
  public var deletesRows = false
  /// The largest part of the claims of the days that an export covers that it may withdraw.
  public var withdrawalLimit = Percent(10)
  /// Whether days that no export covers make the run fail.
  public var requiresCoverage = false
  /// The name under which the state is kept.
  public var stateID: String?
  /// True where everything is done and then rolled back.
  public var isDryRun = false
  /// How long to wait for a lock; zero for ever.
  public var lockTimeout = Duration.seconds(300)
  /// How long a statement may run; zero for ever.
  public var statementTimeout = Duration.zero
  /// The fields that identify a bare record of a stream that is new here.
  public var bareKey: [String] = []

  /// Makes the defaults.
  public init() {}
}

/// What to do with text that PostgreSQL cannot store: a NUL, or an unpaired surrogate.
public enum InvalidText: String, OptionValue, CaseIterable {
  /// The record is rejected.
  case reject
  /// Each such character becomes U+FFFD, and is counted.
  case replace
}

/// A share in whole percent, 0 to 100.
public struct Percent: OptionValue, Equatable {
  /// The number of hundredths.
  public let value: Int

  /// Makes a share; the value must lie within 0 to 100.
  public init(_ value: Int) {
    precondition((0...100).contains(value))
    self.value = value
  }

  /// Reads `50%` or `50`.
  public init(optionText: String) throws(InvalidValue) {
    let digits = optionText.hasSuffix("%") ? optionText.dropLast() : optionText[...]
    guard let number = Int(digits), (0...100).contains(number), digits.first != "+" else {
      throw InvalidValue("is not a share of 0% to 100%")
    }
    value = number
  }

  /// The number with its sign.
  public var optionText: String? { "\(value)%" }
}
