import StageKit

/// Counts, for each stream, the records that were dropped although they were observed later than the
/// ones that went on.
final class OlderKept {
  private var counts: [[UInt8]: Int] = [:]

  /// Counts one; true for the first of its stream.
  func add(_ stream: [UInt8]) -> Bool {
    counts[stream, default: 0] += 1
    return counts[stream] == 1
  }

  /// Says what the run did, since its newest figures are not the ones that went on.
  func warn(_ stage: Stage) {
    for (stream, count) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      stage.log.warning(
        "stream \(String(decoding: stream, as: UTF8.self)): \(count) of the records dropped were "
          + "extracted later than the ones kept, so older figures go on, and no export of the stream "
          + "is passed on as complete; --keep last --order-by time_extracted keeps the newest"
      )
    }
  }
}
