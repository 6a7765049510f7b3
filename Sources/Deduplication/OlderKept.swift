import StageKit
import Wire

/// Counts, for each stream, the records that were dropped although they were observed later than the
/// ones that went on.
final class OlderKept {
  private var streams: [(name: [UInt8], count: Int)] = []
  /// The stream of the last one, which the next is of as a rule.
  private var latest = 0

  /// Counts one; true for the first of its stream.
  func add(_ stream: ByteView) -> Bool {
    if latest >= streams.count || !stream.equals(streams[latest].name) {
      latest = streams.firstIndex { stream.equals($0.name) } ?? streams.count
      if latest == streams.count { streams.append((stream.array, 0)) }
    }
    streams[latest].count += 1
    return streams[latest].count == 1
  }

  /// Says what the run did, since its newest figures are not the ones that went on.
  func warn(_ stage: Stage) {
    for (name, count) in streams {
      stage.log.warning(
        "stream \(String(decoding: name, as: UTF8.self)): \(count) of the records dropped were "
          + "extracted later than the ones kept, so older figures go on, and no export of the stream "
          + "is passed on as complete; --keep last --order-by time_extracted keeps the newest"
      )
    }
  }
}
