/// What records of some streams are: touches of a message, or orders.
struct ClaimRule: Sendable {
  /// What a record stands for.
  enum Meaning: Sendable, Equatable {
    /// A message was received or clicked; an order counts for it up to that many microseconds later.
    case touch(channel: String, isClick: Bool, window: Int64)
    /// Somebody ordered. True where the record is also one of its own stream, and goes on.
    case order(passes: Bool)
  }

  let streams: [String]
  /// What a record must say, each at the end of a way through objects, in one of some words.
  let conditions: [(path: [String], words: [String])]
  let meaning: Meaning
  /// The ways to each field, the first that leads to a value counting.
  let fields: [EventField: [[String]]]
}
