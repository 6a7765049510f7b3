import Glibc
internal import Wire

extension Command {
  /// Runs the program and ends the process: the only place that does.
  ///
  /// The work gets the options and the stage; what it throws becomes the exit code,
  /// with ``StageError`` saying which and any other error counting as a bug.
  public func main(_ work: (Options, Stage) throws -> Void) -> Never {
    Signals.takeOver()
    do {
      try StandardStreams.secure()
      switch try interpret(ProcessArguments.read(), in: .process) {
      case .show(let text):
        try StandardOutput.write(text)
        exit(ExitCode.ok.rawValue)
      case .run(let run):
        let stage = Stage(
          program: name,
          subcommand: run.subcommand,
          options: run.common,
          commits: handlesRecords,
          identity: RunIdentity(.process),
          rejectCodes: rejectCodes,
          summaryFile: SummaryFile(.process)
        )
        for secret in run.secrets { stage.log.hide(secret) }
        exit(stage.run { try work(run.options, stage) }.rawValue)
      }
    } catch {
      if error.code != .brokenPipe { explain(error) }
      exit(error.code.rawValue)
    }
  }

  /// Says why there is no run.
  private func explain(_ error: StageError) {
    let hint = error.code == .usage ? "Try '\(name) --help'.\n" : ""
    StandardError().write("\(name): \(Logger.onOneLine(error.message))\n\(hint)")
  }
}

/// Standard output for the texts about a program; data goes through the message writer.
enum StandardOutput {
  /// Writes a text whole.
  ///
  /// - Throws: exit code 74 where writing fails, or 141 where the reader went away.
  static func write(_ text: String) throws(StageError) {
    do {
      try text.withView { try Descriptors.write($0, to: 1, onInterrupt: {}) }
    } catch {
      throw StageError(describing: error)
    }
  }
}
