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
    let summary = summary(outcome)
    gather(summary)
    if outcome?.code != .brokenPipe || log.format == .json { write(summary) }
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

  private func summary(_ outcome: StageError?) -> Summary {
    Summary(
      counts: counts,
      subjects: subjects,
      nanoseconds: Clock.monotonicNanoseconds - startNanoseconds,
      outcome: outcome,
      identity: identity
    )
  }

  /// Leaves the summary to the pipeline, which tells of all stages together.
  private func gather(_ summary: Summary) {
    do {
      try summaryFile?.append(log.line(object: summary.members))
    } catch {
      log.warning(error.message)
    }
  }

  private func write(_ summary: Summary) {
    // Where all is well, it is for those who want to know of every run.
    guard summary.outcome != nil || log.level >= .info else { return }
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
