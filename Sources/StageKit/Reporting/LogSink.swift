import Glibc
internal import Wire

/// Where log lines go: standard error, or a test's memory.
public protocol LogSink: AnyObject {
  /// True where lines are seen on a terminal as they come.
  var isTerminal: Bool { get }
  /// The number of columns of the terminal.
  var columns: Int { get }
  /// Takes one or more whole lines, or a piece of the live line.
  func write(_ text: String)
}

/// The only place that writes to standard error.
public final class StandardError: LogSink {
  /// True where standard error is a terminal.
  public let isTerminal = isatty(2) == 1

  /// Makes a sink.
  public init() {}

  /// The number of columns of the terminal, or 80 where it isn't known.
  public var columns: Int {
    Terminal.columns(of: 2) ?? 80
  }

  /// Writes text with as few calls as the system allows, normally one.
  ///
  /// Errors are ignored: there is nowhere left to report them.
  public func write(_ text: String) {
    try? text.withView { try Descriptors.write($0, to: 2, onInterrupt: {}) }
  }
}
