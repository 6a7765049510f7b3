public import Wire

/// What an export says about a stretch of time: all records of a stream that one store and platform
/// had there, as observed at some moment.
///
/// Coverage travels in the STATE, in the bookmark of its stream:
/// `{"bookmarks":{"attributed_orders":{"covers":[{"store_id":"default",
/// "source_system":"postscript","from":"2026-08-01","until":"2026-10-30",
/// "observed_at":"2026-10-30T06:00:00Z","complete":true}]}}}`. A list, since a run may read several
/// exports with gaps between them: ranges are never joined over a gap.
public struct Coverage: Sendable, Equatable {
  /// The store.
  public var store: String
  /// The platform of claims and message figures; nil for the shop's own orders.
  public var sourceSystem: String?
  /// Where the stretch begins.
  public var from: CoverageBound
  /// Where it ends; the bound itself is not part of it.
  public var until: CoverageBound
  /// When the source was in that state; nil where that is unknown.
  public var observedAt: Timestamp?
  /// True where a record that the export lacks does not exist (any more); false for a part of the
  /// records, and for a stretch of which a record was rejected.
  public var isComplete: Bool
  /// Which part of a complete export this is: all of its shards together are one.
  public var part: Shard?
  /// The figures that the export has no column for, so that it cannot say that there was nothing.
  public var lacks: [String] = []

  /// Describes a stretch.
  public init(
    store: String,
    sourceSystem: String?,
    from: CoverageBound,
    until: CoverageBound,
    observedAt: Timestamp?,
    isComplete: Bool
  ) {
    self.store = store
    self.sourceSystem = sourceSystem
    self.from = from
    self.until = until
    self.observedAt = observedAt
    self.isComplete = isComplete
  }

  /// The part of the stretch that could be observed until a time; nil where that is nothing.
  ///
  /// An export has nothing of what came after it, whatever was asked for. Somebody who says that the day
  /// on which it was made is whole is believed.
  public func seen(until time: Timestamp?) -> Coverage? {
    guard let time, until.start > time.microseconds + 86_400_000_000 else { return self }
    var seen = self
    seen.until = .instant(time)
    return from.start < time.microseconds ? seen : nil
  }

  /// The coverage of a stream that the value of a STATE holds; empty where it says nothing.
  ///
  /// - Throws: ``StageError`` with ``ExitCode/data`` where it says something that cannot be read:
  ///   ignoring it would make claims look false, or withdraw them.
  public static func list(in state: JSONValue, of stream: String) throws(StageError) -> [Coverage] {
    guard let covers = statement(in: state, of: stream) else { return [] }
    guard let entries = covers.array else { throw unreadable(covers, stream) }
    var list: [Coverage] = []
    for entry in entries {
      guard let coverage = Coverage(json: entry) else { throw unreadable(entry, stream) }
      list.append(coverage)
    }
    return list
  }

  /// The value of a STATE message that says what is covered of some stream; nil where it says
  /// nothing.
  public static func statement(in line: ByteView) -> JSONValue? {
    // Taps write many STATEs, and most can be told to say nothing without parsing them: a name is
    // either written as it is, or with a backslash.
    guard line.firstIndex(of: 0x5C) != nil || hasName(line),
      let value = (try? JSONValue(parsing: line))?["value"],
      let streams = value["bookmarks"]?.members
    else { return nil }
    return streams.contains { isStated(in: value, of: $0.key) } ? value : nil
  }

  private static func hasName(_ line: ByteView) -> Bool {
    let name: StaticString = #""covers""#
    let length = name.utf8CodeUnitCount
    var offset = 0
    while let quote = line[offset, line.count].firstIndex(of: 0x22) {
      offset += quote
      if offset + length <= line.count, line[offset, offset + length].equals(name) { return true }
      offset += 1
    }
    return false
  }

  /// Whether the value of a STATE says what is covered of a stream, even if that is nothing.
  public static func isStated(in state: JSONValue, of stream: String) -> Bool {
    statement(in: state, of: stream) != nil
  }

  private static func statement(in state: JSONValue, of stream: String) -> JSONValue? {
    let covers = state["bookmarks"]?[stream]?["covers"]
    return covers == .null ? nil : covers
  }

  private static func unreadable(_ value: JSONValue, _ stream: String) -> StageError {
    StageError(
      .data,
      "the STATE's coverage of \(stream) cannot be read: \(Excerpt.quoted(value.text)); it needs "
        + "store_id, from and until (days or times, from before until) and complete"
    )
  }

  private init?(json: JSONValue) {
    guard let store = json["store_id"]?.string,
      let from = json["from"]?.string.flatMap({ CoverageBound($0) }),
      let until = json["until"]?.string.flatMap({ CoverageBound($0) }),
      from.isBefore(until), let isComplete = json["complete"]?.bool
    else { return nil }
    self.store = store
    self.from = from
    self.until = until
    self.isComplete = isComplete
    (sourceSystem, observedAt) = (nil, nil)
    switch json["part"] ?? .null {
    case .null: break
    case .string(let text):
      guard !isComplete, let shard = try? Shard(optionText: text) else { return nil }
      part = shard
    default: return nil
    }
    switch json["lacks"] ?? .null {
    case .null: break
    case .array(let names):
      lacks = names.compactMap(\.string)
      guard lacks.count == names.count else { return nil }
    default: return nil
    }
    switch json["source_system"] ?? .null {
    case .null: break
    case .string(let text): sourceSystem = text
    default: return nil
    }
    switch json["observed_at"] ?? .null {
    case .null: break
    case .string(let text):
      guard let time = text.withView({ Timestamp($0) }) else { return nil }
      observedAt = time
    default: return nil
    }
  }

  /// The entry of a bookmark's `covers`.
  public var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [("store_id", .string(store))]
    if let sourceSystem { members.append(("source_system", .string(sourceSystem))) }
    members += [
      ("from", .string(from.text)), ("until", .string(until.text)),
      ("observed_at", observedAt.map { .string($0.text) } ?? .null),
      ("complete", .bool(isComplete)),
    ]
    if let text = part?.optionText { members.append(("part", .string(text))) }
    if !lacks.isEmpty { members.append(("lacks", .array(lacks.map { .string($0) }))) }
    return .object(members)
  }
}

/// Where a covered stretch begins or ends: between two days, or within one.
public enum CoverageBound: Sendable, Equatable {
  /// The beginning of a day in the store's reporting timezone; the days beside it are whole.
  case day(CivilDate)
  /// An instant, since the export may have been cut there in the middle of a day. That day is
  /// covered up to the instant, and nothing of it can be withdrawn.
  case instant(Timestamp)

  /// Where it lies, a day by UTC, in microseconds since 1970.
  fileprivate var start: Int64 {
    switch self {
    case .day(let day): Int64(day.daysSinceEpoch) * 86_400_000_000
    case .instant(let time): time.microseconds
    }
  }

  /// Reads `YYYY-MM-DD` or an RFC 3339 time with an offset.
  public init?(_ text: String) {
    if let day = text.withView({ CivilDate($0) }) {
      self = .day(day)
    } else if let time = text.withView({ Timestamp($0) }) {
      self = .instant(time)
    } else {
      return nil
    }
  }

  /// The text that is read back as the same bound.
  public var text: String {
    switch self {
    case .day(let day):
      var text = ByteBuffer(capacity: 10)
      day.write(to: &text)
      return text.view.text
    case .instant(let time): return time.text
    }
  }

  /// Whether a range can lie between two bounds; a day is compared as if it were in UTC, and a day
  /// with an instant of a neighbouring day is in order, since zones differ.
  fileprivate func isBefore(_ other: CoverageBound) -> Bool {
    switch (self, other) {
    case (.day(let one), .day(let two)): one.daysSinceEpoch < two.daysSinceEpoch
    case (.instant(let one), .instant(let two)): one < two
    case (.day(let day), .instant(let time)):
      Int64(day.daysSinceEpoch - 1) * 86_400_000_000 < time.microseconds
    case (.instant(let time), .day(let day)):
      time.microseconds < Int64(day.daysSinceEpoch + 1) * 86_400_000_000
    }
  }
}
