/// The streams of which records did not go on that their exports have: rejected ones, or newer ones
/// that gave way to older.
public struct LostRecords: Sendable {
  private var streams: Set<String> = []
  /// True where a line was rejected of which nobody knows what it was.
  private var isUnknown = false

  /// True where all went on.
  public var isEmpty: Bool { streams.isEmpty && !isUnknown }

  /// Notes a lost record of a stream; an empty name is one that could not be read.
  mutating func note(_ stream: String) {
    if stream.isEmpty { isUnknown = true } else { streams.insert(stream) }
  }

  /// True where a record of the stream may be lost.
  func contains(_ stream: String) -> Bool { isUnknown || streams.contains(stream) }
}
