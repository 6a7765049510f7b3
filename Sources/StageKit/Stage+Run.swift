extension Stage {
  /// Runs a program's work, reports how it ended, and gives the exit code.
  ///
  /// The first cause comes before the summary. A reader that went away is no cause worth a line:
  /// whoever closed the pipe says why.
  public func run(_ work: () throws -> Void) -> ExitCode {
    let outcome = attempt(work)
    progress.clear()
    if let outcome, outcome.code != .brokenPipe { report(outcome) }
    if outcome?.code != .brokenPipe || log.format == .json { writeSummary(outcome) }
    return outcome?.code ?? .ok
  }

  private func attempt(_ work: () throws -> Void) -> StageError? {
    var outcome: StageError?
    do {
      try rejects.open()
      try work()
      try rejects.commitPoint(counts)
    } catch {
      outcome = StageError(describing: error)
      // Rejects that are still held back belong to records that were dealt with.
      do { try rejects.flush() } catch { report(error) }
    }
    return outcome
  }

  private func report(_ error: StageError) { log.error(error.message) }

  private func writeSummary(_ outcome: StageError?) {
    let summary = Summary(
      counts: counts,
      nanoseconds: Clock.monotonicNanoseconds - startNanoseconds,
      outcome: outcome
    )
    switch log.format {
    case .text: log.write(line: "\(program): \(summary.text)")
    case .json: log.write(object: summary.members)
    }
  }
}

extension StageError {
  /// An error of any kind as the reason to end the program: one that no one foresaw is a bug.
  init(describing error: any Error) {
    if let error = error as? StageError {
      self = error
    } else {
      self.init(.software, "unexpected error, please report it: \(error)")
    }
  }
}
