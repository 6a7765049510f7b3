/// How log lines are written.
public enum LogFormat: String, OptionValue, CaseIterable {
  /// For people: `program: level: message`.
  case text
  /// For machines: one JSON object per line.
  case json
}

/// How urgent a log line is.
public enum LogLevel: String, OptionValue, CaseIterable, Comparable {
  /// The run cannot go on.
  case error
  /// Something that the user should look at, but the run goes on.
  case warning
  /// What a user wants to know of every run.
  case info
  /// What helps to find a fault.
  case debug

  /// More urgent before less urgent.
  public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .error: 0
    case .warning: 1
    case .info: 2
    case .debug: 3
    }
  }
}

/// When a live line is shown.
public enum ProgressMode: String, OptionValue, CaseIterable {
  /// Where stderr is a terminal.
  case auto
  /// Also where stderr is a file or a pipe.
  case always
  /// Not at all.
  case never
}
