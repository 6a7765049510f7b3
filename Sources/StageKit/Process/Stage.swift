/// One run of a program: its logs, counts, rejects, progress, and how it is asked to stop.
public final class Stage {
  /// The name of the program.
  public let program: String
  /// The subcommand that was given, or nil.
  public let subcommand: String?
  /// The options that every program has.
  public let options: CommonOptions
  /// Writes log lines to standard error.
  public let log: Logger
  /// What was counted so far; the summary shows it.
  public var counts = StageCounts()
  /// The files, profiles and streams that the run was about; the summary names them.
  public var subjects = SummarySubjects()
  /// The streams of which records did not go on.
  public internal(set) var lost = LostRecords()
  /// Which run this is.
  public var identity: RunIdentity
  /// Takes bad records.
  public let rejects: RejectSink
  /// The live line.
  public let progress: Progress
  private let commits: Bool
  let summaryFile: SummaryFile?
  let startNanoseconds = Clock.monotonicNanoseconds

  /// Makes the surroundings of a run, whose rejects must have one of the codes.
  ///
  /// A program that commits as it goes tells a user who stopped it that nothing of that is lost.
  public init(
    program: String,
    subcommand: String? = nil,
    options: CommonOptions = CommonOptions(),
    commits: Bool = true,
    identity: RunIdentity = RunIdentity(),
    rejectCodes: [RejectCode] = RejectCode.allCases,
    summaryFile: SummaryFile? = nil,
    sink: any LogSink = StandardError()
  ) {
    self.program = program
    self.subcommand = subcommand
    self.options = options
    self.commits = commits
    self.identity = identity
    self.summaryFile = summaryFile
    if let given = options.runID { self.identity.runID = given }
    log = Logger(
      program: program,
      format: options.logFormat,
      level: options.logLevel,
      sink: sink
    )
    rejects = RejectSink(
      program: program,
      path: options.rejects,
      limit: options.maxRejects,
      codes: Set(rejectCodes)
    )
    progress = Progress(
      program: program,
      mode: options.progress,
      sink: sink,
      start: startNanoseconds
    )
    rejects.redact = { [log] in log.redacted($0) }
    log.beforeLine = { [progress] in progress.clear() }
  }

  /// Notes that a record of a stream does not go on that its export has, so that no STATE behind it
  /// says that the export is complete.
  public func noteLoss(_ stream: String) { lost.note(stream) }

  /// Takes a bad record: sets it aside, or ends the run where that is not wanted.
  ///
  /// It counts the record as rejected; the caller has counted it as read.
  ///
  /// - Throws: exit code 65 where there is no rejects file or there are too many rejects.
  public func reject(_ reject: Reject) throws(StageError) {
    try rejects.add(reject, &counts)
  }

  /// Asks whether a signal wants the run to end, and shows the progress, at once.
  ///
  /// For loops over buffers, and after a system call returned EINTR.
  ///
  /// - Throws: exit code 130 or 143 after SIGINT or SIGTERM.
  public func checkpoint() throws(StageError) {
    try checkSignals()
    progress.update(counts)
  }

  /// Asks whether a signal wants the run to end.
  ///
  /// - Throws: exit code 130 or 143 after SIGINT or SIGTERM.
  public func checkSignals() throws(StageError) {
    if let code = Signals.stopRequest { throw stopped(code) }
  }

  @inline(never)
  private func stopped(_ code: ExitCode) -> StageError {
    let word = code == .interrupted ? "interrupted" : "terminated"
    return StageError(
      code,
      commits ? word + "; what was committed stays, and a new run goes on" : word
    )
  }

  /// Makes the rejects durable enough to commit, before a STATE is written.
  ///
  /// - Throws: exit code 65 where a limit in percent is exceeded, 74 where writing fails.
  public func commitPoint() throws(StageError) {
    try rejects.commitPoint(counts)
  }
}
