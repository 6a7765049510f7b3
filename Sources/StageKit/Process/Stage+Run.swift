internal import Wire

extension Stage {
  /// Runs a program's work, reports how it ended, and gives the exit code.
  ///
  /// The first cause comes before the summary. A reader that went away is no cause worth a line:
  /// whoever closed the pipe says why.
  public func run(_ work: () throws -> Void) -> ExitCode {
    let outcome = attempt(work)
    progress.clear()
    if let outcome, outcome.code != .brokenPipe { log.error(outcome.message) }
    if outcome != nil { saveRejects() }
    if outcome?.code != .brokenPipe || log.format == .json { writeSummary(outcome) }
    return outcome?.code ?? .ok
  }

  private func attempt(_ work: () throws -> Void) -> StageError? {
    do {
      try rejects.open()
      try work()
      try rejects.commitPoint(counts)
      return nil
    } catch {
      return StageError(describing: error)
    }
  }

  /// Writes rejects that were still held back when the run failed: their records were dealt with.
  private func saveRejects() {
    do { try rejects.flush() } catch { log.error(error.message) }
  }

  private func writeSummary(_ outcome: StageError?) {
    let summary = Summary(
      counts: counts,
      nanoseconds: Clock.monotonicNanoseconds - startNanoseconds,
      outcome: outcome,
      identity: identity
    )
    switch log.format {
    case .text: log.write(line: "\(program): \(summary.text)")
    case .json: log.write(object: summary.members)
    }
  }
}

extension StageError {
  /// An error of any kind as the reason to end the program: one that no one foresaw is a bug.
  public init(describing error: any Error) {
    if let error = error as? StageError {
      self = error
    } else if let error = error as? any StageErrorConvertible {
      self = error.stageError
    } else if let error = error as? DescriptorError {
      self =
        error.isBrokenPipe
        ? StageError(.brokenPipe, "the reader of standard output went away")
        : StageError(.ioError, "cannot \(error.operation): \(error.reason)")
    } else {
      self.init(.software, "unexpected error, please report it: \(error)")
    }
  }
}
