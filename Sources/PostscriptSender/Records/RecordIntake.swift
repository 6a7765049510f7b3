public import StageKit
public import Wire

/// What a record of the input comes to, before anyone is asked: the same in every pass over a batch.
public struct RecordIntake: Sendable {
  /// What it comes to.
  public enum IntakeResult: Sendable {
    /// It can be sent.
    case record(OutboundRecord)
    /// It is history, and no news.
    case tooOld(OutboundRecord)
    /// It names no one.
    case nobody(OutboundRecord)
  }

  /// Reads the records.
  public var reader: OutboundReader
  private let oldest: Timestamp?

  /// Takes records with a reader; events from before an instant are history.
  public init(_ reader: OutboundReader, oldest: Timestamp?) {
    self.reader = reader
    self.oldest = oldest
  }

  /// What a record of a stream comes to.
  ///
  /// - Throws: what keeps it from being sent.
  public mutating func take(
    _ stream: SenderStream,
    _ value: JSONValue
  ) throws(RecordFault) -> IntakeResult {
    let record = try reader.read(stream, value)
    let isNobody = record.person.isNobody
    if isNobody, stream != .redactions || record.person.customer == nil { return .nobody(record) }
    if stream == .events, let oldest, let time = record.time, time < oldest {
      return .tooOld(record)
    }
    return .record(record)
  }
}
