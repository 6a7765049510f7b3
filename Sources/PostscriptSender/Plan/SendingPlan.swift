public import StageKit
public import Wire

/// What would be sent, as a document that people read and `--apply` holds the run to.
public struct SendingPlan: Sendable {
  /// The name of the batch: a hash of all its records.
  public let batch: UInt64
  /// When it was made.
  public let madeAt: Timestamp
  /// How many records it counts.
  public let toSend: Int
  /// The oldest event that it takes for news.
  public let oldest: Timestamp?
  /// The keyword by which it creates people.
  public let keyword: String?
  /// The people whom it creates.
  public let creations: Set<RecordKey>
  /// The whole document.
  public let document: JSONValue

  /// How long a plan holds.
  public static let lifetime: Int64 = 24 * 3_600 * 1_000_000

  /// Makes the plan of a batch from what was rehearsed.
  init(
    _ count: BatchCount,
    _ tally: PlanTally,
    madeAt: Timestamp,
    oldest: Timestamp?,
    keyword: String?,
    rejected: Int
  ) {
    batch = count.batch
    self.madeAt = madeAt
    toSend = count.toSend
    self.oldest = oldest
    self.keyword = keyword
    creations = tally.creations
    let number = { (value: Int) in JSONValue.number(String(value)) }
    let streams = SenderStream.allCases.map { ($0.rawValue, number(count.inBatch($0))) }
    document = .object([
      ("plan", .string(RecordKey.hexadecimal(batch))), ("made_at", .string(madeAt.text)),
      ("oldest_event", oldest.map { .string($0.text) } ?? .null),
      ("create_keyword", keyword.map { .string($0) } ?? .null), ("to_send", number(toSend)),
      ("by_stream", .object(streams)),
      (
        "not_sent",
        .object([
          ("rejected", number(rejected)), ("about_nobody", number(count.nobody)),
          ("older_than_max_age", number(count.tooOld)),
          ("accepted_before", number(count.acceptedBefore)),
        ])
      ),
      ("fates", tally.fates), ("properties", tally.properties),
      ("people_to_create", number(creations.count)),
      ("creations", .array(creations.map(\.hexadecimal).sorted().map { .string($0) })),
      ("sample", tally.sample),
    ])
  }

  /// Reads a plan.
  ///
  /// - Throws: exit code 78 where the text is none.
  public init(reading text: [UInt8]) throws(StageError) {
    let wrong = StageError(.config, "--apply: the file is no plan; --plan FILE writes one")
    guard let value = try? text.withView({ try JSONValue(parsing: $0) }),
      let batch = value["plan"]?.string.flatMap({ UInt64($0, radix: 16) }),
      let made = value["made_at"]?.string.flatMap({ $0.withView { Timestamp($0) } }),
      let toSend = value["to_send"]?.integer, let creations = value["creations"]?.array
    else { throw wrong }
    let keys = creations.compactMap { $0.string.flatMap { RecordKey(hexadecimal: $0) } }
    guard keys.count == creations.count else { throw wrong }
    self.batch = batch
    madeAt = made
    self.toSend = toSend
    oldest = value["oldest_event"]?.string.flatMap { $0.withView { Timestamp($0) } }
    keyword = value["create_keyword"]?.string
    self.creations = Set(keys)
    document = value
  }

  /// Checks that what was counted now is what was planned.
  ///
  /// - Throws: exit code 65 where it isn't.
  func check(_ count: BatchCount, keyword: String?, now: Timestamp) throws(StageError) {
    let reason: String? =
      if now.microseconds - madeAt.microseconds > SendingPlan.lifetime {
        "it is more than a day old"
      } else if batch != count.batch {
        "the records have changed since"
      } else if toSend != count.toSend {
        "other runs have sent some of its records since"
      } else if keyword != self.keyword {
        "--create-with-keyword is another one"
      } else { nil }
    guard let reason else { return }
    throw StageError(
      .data,
      "--apply: the plan is stale (\(reason)); nothing was sent: make another with --plan"
    )
  }
}
