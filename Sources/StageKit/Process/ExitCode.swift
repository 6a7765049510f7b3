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
  /// The reader of the output went away, as a shell reports SIGPIPE.
  public static let brokenPipe = ExitCode(141)
  /// Stopped by SIGTERM at the last committed point.
  public static let terminated = ExitCode(143)

  init(_ rawValue: Int32) { self.rawValue = rawValue }
}

extension ExitCode {
  /// The codes that any stage can end with.
  public static let ofEveryStage: [ExitCode] = [
    .ok, .usage, .data, .noInput, .software, .cantCreate, .ioError, .config, .interrupted,
    .brokenPipe, .terminated,
  ]

  /// What the code means, for the help.
  public var meaning: String {
    switch rawValue {
    case 0: "done"
    case 64: "wrong use on the command line"
    case 65: "bad or truncated data"
    case 66: "an input file is missing or cannot be read"
    case 69: "a service did not answer, after retries"
    case 70: "a bug in this program"
    case 73: "an output file cannot be created"
    case 74: "reading or writing failed, for example because the disk is full"
    case 75: "a passing fault; try the same again later"
    case 77: "not authorised"
    case 78: "the configuration is wrong or incomplete"
    case 130: "stopped by SIGINT at the last committed point"
    case 141: "the reader of the output went away (nothing is logged)"
    case 143: "stopped by SIGTERM at the last committed point"
    default: "exit code \(rawValue)"
    }
  }
}
