import StageKit

extension Loader {
  /// Adds what a commit did to the counts of the stage.
  func count(_ counts: [String: MergeCounts]) {
    for (stream, merged) in counts.sorted(by: { $0.key < $1.key }) {
      stage.subjects.note(stream, as: .stream)
      stage.counts.written += merged.written
      stage.counts.deduplicated += merged.deduplicated
      for (name, value) in merged.named where value > 0 && name != "deduplicated" {
        stage.counts[CountName(name)] += value
      }
    }
  }

  /// Counts what was read and not committed, so that the counts of a failed run add up too.
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
      if counts.contradictions > 0 {
        stage.log.warning(
          "\(stream): of \(counts.contradictions) keys, such as \(Excerpt.plain(counts.contradiction ?? "")), "
            + "records of one time say different things, and nothing but their content decides which "
            + "holds; exports with a time each (extract-csv --as-of, or the day in the file's name) "
            + "say which is newer"
        )
      }
    }
    for (stream, counts) in totals.streams {
      if let displaced = counts.displaced { stage.log.warning("\(stream): \(displaced)") }
    }
    for sentence in covered.sorted() { stage.log.info(sentence) }
    if options.isDryRun { stage.log.info("dry run: everything was rolled back") }
  }
}

extension CountName {
  fileprivate static let rolledBack = CountName("rolled back")
}
