import StageKit
import Wire

extension Loader {
  /// Commits all staged rows with the pending STATE, and then writes that to standard output.
  func commit() throws {
    for staging in streams { try copy.send(staging, &connection) }
    try copy.finish(&connection)
    // Rejects come first: where they end the run, these rows must not stand.
    try stage.commitPoint()
    let counts = try runTransaction()
    for staging in streams {
      staging.rows = 0
      staging.activeVersion = nil
    }
    count(counts)
    guard !pendingState.isEmpty else { return }
    let line = pendingState
    pendingState.removeAll()
    // A STATE on standard output says that its rows stand: in a dry run none do.
    if !options.isDryRun { try line.withView { try output.passState($0) } }
  }

  private func runTransaction() throws -> [String: MergeCounts] {
    let state = try pendingState.isEmpty ? nil : pendingState.withView { try stateValue($0) }
    totals.commits += 1
    totals.read = stage.counts.read
    totals.rejected = stage.counts.rejected
    let work = Commit(options: options, run: run, hasMarts: hasMarts)
    let (all, before) = (streams, totals)
    let covering = pendingCoverage
    let counts = try transactions.run(&connection, "committing") { connection in
      try work.perform(all, state: state, covering: covering, before, &connection)
    }
    pendingCoverage.removeAll()
    for sentence in try CoverageStatements.sentences(covering) where !covered.contains(sentence) {
      covered.append(sentence)
    }
    totals.streams = totals.adding(counts)
    lastCommit = monotonicSeconds()
    return counts
  }

  /// The value of a STATE as text that jsonb can hold.
  private func stateValue(_ line: ByteView) throws -> String {
    var scanner = JSONScanner()
    guard scanner.scan(line) == nil,
      let index = scanner.envelope.lastIndex(named: "value", in: line)
    else { throw StageError(.data, "a STATE message holds no value") }
    var scratch = ByteBuffer()
    var policy = TextPolicy(.reject)
    let value = scanner.envelope[index].value(in: line)
    if let fault = ColumnEncoder.appendJSON(value, &scratch, &policy) {
      throw StageError(.data, "the value of a STATE message \(fault.reason)")
    }
    return value.text
  }

  private func count(_ counts: [String: MergeCounts]) {
    for (_, merged) in counts {
      stage.counts.written += merged.written
      stage.counts.deduplicated += merged.deduplicated
      for (name, value) in merged.named where value > 0 && name != "deduplicated" {
        stage.counts[CountName(name)] += value
      }
    }
  }

  /// Counts what was read and does not stand, so that the counts of a failed run add up too.
  func noteRolledBack() {
    let counts = stage.counts
    let lost = counts.read - counts.written - counts.rejected - counts.deduplicated
    if lost > 0 { stage.counts[.rolledBack] = lost }
  }

  /// Says what became of each stream.
  func report() {
    for (stream, counts) in totals.streams.sorted(by: { $0.key < $1.key }) {
      let parts = counts.named.filter { $0.value > 0 }.map { "\($0.name) \($0.value)" }
      stage.log.info("\(stream): \(parts.isEmpty ? "no rows" : parts.joined(separator: ", "))")
    }
    for sentence in covered.sorted() { stage.log.info(sentence) }
    if options.isDryRun { stage.log.info("dry run: everything was rolled back") }
  }
}

extension CountName {
  fileprivate static let rolledBack = CountName("rolled back")
}
