/// How a program ends: the codes of sysexits(3), and 128 plus the number of a signal.
public struct ExitCode: Sendable, Equatable {
  /// The number that the shell sees.
  public let rawValue: Int32

  /// Done.
  public static let ok = ExitCode(0)
  /// Wrong use on the command line.
  public static let usage = ExitCode(64)
  /// Bad or truncated data.
  public static let data = ExitCode(65)
  /// An input file is missing or cannot be read.
  public static let noInput = ExitCode(66)
  /// A service did not answer, after retries.
  public static let unavailable = ExitCode(69)
  /// A bug in this program.
  public static let software = ExitCode(70)
  /// An output file cannot be created.
  public static let cantCreate = ExitCode(73)
  /// Writing failed, for one because the disk is full.
  public static let ioError = ExitCode(74)
  /// A passing fault: try the same again later.
  public static let tempFail = ExitCode(75)
  /// The key or the role is not allowed to do this.
  public static let notAuthorised = ExitCode(77)
  /// The configuration is wrong or incomplete.
  public static let config = ExitCode(78)
  /// Stopped by SIGINT at the last committed point.
  public static let interrupted = ExitCode(130)
  /// Stopped by SIGTERM at the last committed point.
  public static let terminated = ExitCode(143)

  init(_ rawValue: Int32) { self.rawValue = rawValue }
}
