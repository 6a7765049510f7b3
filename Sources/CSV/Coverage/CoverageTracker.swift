import StageKit
import Wire

/// What one file says about the time that it covers, worked out while it is read.
///
/// The range is that of `--covers`, else of `--since` and `--until`, else it reaches from the first
/// to the last date of the file's own records. Of a day of which a record was rejected the file is
/// not complete; where that day is unknown, it is complete for no day.
struct CoverageTracker {
  private let settings: CSVExtractionSettings
  private let isByDay: Bool
  private let platform: String?
  private let isShop: Bool
  private var extents: [[UInt8]: Extent] = [:]
  private var latest = Extent()
  private var latestPlatform: [UInt8] = []
  private var lostDays: Set<Int> = []
  private var isComplete: Bool
  /// The figures of messages that the file has no column for.
  private let lacks: [String]
  private let isOfMessages: Bool

  /// The first and the last date of one platform's records: seconds since 1970, and days of
  /// records that have no time.
  struct Extent {
    var seconds: ClosedRange<Int>?
    var days: ClosedRange<Int>?
  }

  /// Prepares for a file whose records, where they name no platform, are of the one given.
  init(
    _ profile: Profile,
    _ match: HeaderMatch,
    _ settings: CSVExtractionSettings,
    isByDay: Bool
  ) {
    self.settings = settings
    self.isByDay = isByDay
    isShop = profile.stream.name == StreamShape.shopifyOrders.name
    platform =
      profile.constants.first { $0.column == "source_system" }?.value
      ?? settings.sourceSystem
    isComplete = !settings.isPartial
    isOfMessages = profile.stream.name == StreamShape.messagePerformance.name
    lacks = isOfMessages ? Self.figures.filter { match.columns[$0] == nil } : []
  }

  /// The figures of which a day that is covered may have none: 0, where the file knows them.
  private static let figures = ["platform_reported_orders", "platform_reported_order_revenue"]

  /// Takes the time of a record of a platform, which is empty where all records are of one.
  @inline(__always)
  mutating func add(seconds: Int, _ platform: ByteView) {
    if !platform.equals(latestPlatform) { change(to: platform) }
    latest.seconds.widen(to: seconds)
  }

  /// Takes the day of a record that has no time.
  mutating func add(day: Int, _ platform: ByteView) {
    if !platform.equals(latestPlatform) { change(to: platform) }
    latest.days.widen(to: day)
  }

  /// Notes that a record was rejected: of a day since 1970 in UTC, or of an unknown one.
  ///
  /// Of which platform does not matter, since a record that cannot be read may be of any.
  mutating func lose(day: Int?) {
    if let day { lostDays.insert(day) } else { isComplete = false }
  }

  @inline(never)
  private mutating func change(to platform: ByteView) {
    extents[latestPlatform] = latest
    latestPlatform = platform.array
    latest = extents[latestPlatform] ?? Extent()
  }

  /// The latest time of a record, in seconds since 1970; nil where none has any.
  var lastRecord: Int? {
    (Array(extents.values) + [latest]).flatMap { extent in
      [extent.seconds?.upperBound, extent.days.map { $0.upperBound * 86_400 + 86_399 }]
    }
    .compactMap(\.self).max()
  }

  /// The coverage of the file, as observed at a time, of which some fields may be left out.
  func coverage(
    observedAt: Timestamp?,
    _ fields: borrowing FieldSelection
  ) -> [Coverage] {
    var list = coverage(observedAt: observedAt)
    guard isOfMessages, !fields.isWhole else { return list }
    for figure in Self.figures where fields.drops(figure) && !lacks.contains(figure) {
      for place in list.indices { list[place].lacks.append(figure) }
    }
    return list
  }

  private func coverage(observedAt: Timestamp?) -> [Coverage] {
    var all = extents
    all[latestPlatform] = latest
    let named = all.filter { !$0.key.isEmpty }
    let unnamed = all[[]] ?? Extent()
    var list: [Coverage] = []
    if isShop || platform != nil { list += coverage(of: platform, unnamed, observedAt) }
    for (name, extent) in named.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      list += coverage(of: String(decoding: name, as: UTF8.self), extent, observedAt)
    }
    return list
  }

  private func coverage(
    of platform: String?,
    _ extent: Extent,
    _ observedAt: Timestamp?
  ) -> [Coverage] {
    guard let range = range(extent) else { return [] }
    return range.pieces(without: lostDays).map { piece in
      var coverage = Coverage(
        store: settings.store ?? "default",
        sourceSystem: isShop ? nil : platform,
        from: piece.from,
        until: piece.until,
        observedAt: observedAt,
        isComplete: isComplete && piece.isComplete
      )
      coverage.lacks = lacks
      return coverage
    }
  }

  /// The range that is covered, or nil where nothing says which.
  private func range(_ extent: Extent) -> CoveredRange? {
    let own =
      CoveredRange(seconds: extent.seconds, days: extent.days) ?? CoveredRange(days: extent.days)
    let since = settings.since.map(bound)
    let until = settings.until.map(bound)
    switch settings.covers {
    case .days(let days):
      return CoveredRange(from: .day(days.from), until: .day(days.until), isByDay: isByDay)
    case .records: return own?.within(since, until)
    case .unstated:
      guard since != nil || until != nil else { return own }
      guard let from = since ?? own?.from, let end = until ?? own?.until else { return nil }
      var range = CoveredRange(from: from, until: end, isByDay: isByDay)
      range.isCutAtStart = since == nil && own?.isCutAtStart == true
      range.isCutAtEnd = until == nil && own?.isCutAtEnd == true
      return range
    }
  }

  /// A bound of the window.
  ///
  /// For records with times a day begins where `--timezone` says, which need not be the reporting
  /// timezone: so it becomes that instant.
  private func bound(_ bound: TimeBound) -> CoverageBound {
    if isByDay, case .day(let day) = bound { return .day(day) }
    return .instant(Timestamp(microseconds: Int64(bound.seconds(settings.zone)) * 1_000_000))
  }
}
