/// The streams of which a run has rejected records.
public struct LostRecords: Sendable {
  private var streams: Set<String> = []
  /// True where a line was rejected of which nobody knows what it was.
  private var isUnknown = false

  /// True where nothing was rejected.
  public var isEmpty: Bool { streams.isEmpty && !isUnknown }

  /// Notes a rejected record of a stream; an empty name is one that could not be read.
  mutating func note(_ stream: String) {
    if stream.isEmpty { isUnknown = true } else { streams.insert(stream) }
  }

  /// True where a record of the stream may have been rejected.
  func contains(_ stream: String) -> Bool { isUnknown || streams.contains(stream) }
}
