/// How far a full refresh of a stream has come: Singer's `version` on its records, and the
/// ACTIVATE_VERSION that says that rows of other versions are gone at the source.
///
/// Taps activate before the records, behind them, or both. So an activation counts once the refresh
/// is complete: at a STATE where no record has followed it, or else at the end of the input.
final class StreamRefresh {
  /// An activation that is due.
  struct Activation {
    let version: Int64
    /// When the first record of the refresh was observed, in PostgreSQL's binary form; nil where
    /// none says so.
    let firstObserved: Int64?
    /// Whether a record does not say when it was observed.
    let hasUnstamped: Bool
    let hasRecords: Bool
  }

  /// The version that was activated last; nil once that is done.
  private(set) var activated: Int64?
  private var recordVersion: Int64?
  private var firstObserved: Int64?
  private var hasUnstamped = false
  private var hasRecords = false
  /// Whether records have followed the activation.
  private(set) var isFollowed = false

  /// Notes a record of the stream.
  @inline(__always)
  func note(_ message: RecordMessage) {
    isFollowed = true
    hasRecords = true
    if recordVersion != message.version {
      // A record that an earlier refresh left behind is none of this one.
      if let last = recordVersion, let version = message.version,
        TableVersion.isOlder(version, than: last)
      {
        return
      }
      recordVersion = message.version
      firstObserved = nil
      hasUnstamped = false
    }
    guard let observed = message.extractedAt else {
      hasUnstamped = true
      return
    }
    if let first = firstObserved, first <= observed { return }
    firstObserved = observed
  }

  /// Notes an ACTIVATE_VERSION.
  func activate(_ version: Int64) {
    activated = version
    isFollowed = false
  }

  /// The activation that a commit has to carry out; nil while the refresh may go on.
  func due(atEnd: Bool) -> Activation? {
    guard let activated, atEnd || !isFollowed && hasRecords,
      recordVersion == activated || !hasRecords
    else { return nil }
    return Activation(
      version: activated,
      firstObserved: firstObserved,
      hasUnstamped: hasUnstamped,
      hasRecords: hasRecords
    )
  }

  /// Forgets the activation, which was carried out or cannot be.
  func finish() { activated = nil }
}
