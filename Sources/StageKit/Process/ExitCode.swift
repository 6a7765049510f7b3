/// How a program ends: the codes of sysexits(3), and 128 plus the number of a signal.
public enum ExitCode: Int32, CaseIterable, Sendable {
  /// Done.
  case ok = 0
  /// Wrong use on the command line.
  case usage = 64
  /// Bad or truncated data.
  case data = 65
  /// An input file is missing or cannot be read.
  case noInput = 66
  /// A service did not answer, after retries.
  case unavailable = 69
  /// A bug in this program.
  case software = 70
  /// An output file cannot be created.
  case cantCreate = 73
  /// Writing failed, for one because the disk is full.
  case ioError = 74
  /// A passing fault: try the same again later.
  case tempFail = 75
  /// The key or the role is not allowed to do this.
  case notAuthorised = 77
  /// The configuration is wrong or incomplete.
  case config = 78
  /// Stopped by SIGINT.
  case interrupted = 130
  /// The reader of the output went away, as a shell reports SIGPIPE.
  case brokenPipe = 141
  /// Stopped by SIGTERM.
  case terminated = 143
}

extension ExitCode {
  /// The codes that any stage can end with.
  public static let ofEveryStage: [ExitCode] = [
    .ok, .usage, .data, .noInput, .software, .cantCreate, .ioError, .config, .interrupted,
    .brokenPipe, .terminated,
  ]

  /// The codes that any program can end with, also one that reads no data.
  public static let ofEveryProgram = ofEveryStage.filter { $0 != .data }

  /// Whether the same run again, with nothing else changed, may end otherwise: for an engine that
  /// decides on a retry.
  ///
  /// A full disk is another one on another machine; a stage that was stopped goes on where it was. A
  /// reader that went away has its own code, which decides.
  public var mayPass: Bool {
    switch self {
    case .unavailable, .ioError, .tempFail, .interrupted, .terminated: true
    case .ok, .usage, .data, .noInput, .software, .cantCreate, .notAuthorised, .config,
      .brokenPipe:
      false
    }
  }

  /// What the code means, for the help.
  public var meaning: String {
    switch self {
    case .ok: "done"
    case .usage: "wrong use on the command line"
    case .data: "bad or truncated data"
    case .noInput: "an input file is missing or cannot be read"
    case .unavailable: "a service did not answer, after retries"
    case .software: "a bug in this program"
    case .cantCreate: "an output file cannot be created"
    case .ioError: "reading or writing failed, for example because the disk is full"
    case .tempFail: "a passing fault; try the same again later"
    case .notAuthorised: "not authorised"
    case .config: "the configuration is wrong or incomplete"
    case .interrupted: "stopped by SIGINT"
    case .brokenPipe: "the reader of the output went away (nothing is logged)"
    case .terminated: "stopped by SIGTERM"
    }
  }
}
