public import Wire

/// A subscriber that the walk has read.
public struct WalkRow: Sendable, Equatable {
  /// The record.
  public let record: APIRecord
  /// When the answer that held it came.
  public let observed: Timestamp
  /// The second of the walk's field, or nil where the record has no such time.
  let second: Int64?

  init(_ record: APIRecord, field: TimeField, observed: Timestamp) {
    self.record = record
    self.observed = observed
    second = record.time(field).map { WalkRow.second(of: $0) }
  }

  /// The whole second in which an instant lies.
  static func second(of time: Timestamp) -> Int64 {
    let seconds = time.microseconds / 1_000_000
    return time.microseconds < seconds * 1_000_000 ? seconds - 1 : seconds
  }
}

/// What a walk can't go on from.
public enum WalkFault: Error, Sendable, Equatable {
  /// The list isn't what was asked for: its order or bounds are wrong.
  case wrongList(String)
  /// The list keeps changing in a way that can't be read whole; a later run may succeed.
  case unstable(String)
}
