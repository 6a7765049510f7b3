/// What an export says that it covers.
struct Statement: Sendable, Hashable {
  /// A day of the reporting timezone, or an instant.
  enum Bound: Sendable, Hashable {
    case day(Int)
    case instant(Int64)

    var json: String {
      switch self {
      case .day(let day): Value.day(day).json
      case .instant(let time): Value.time(time).json
      }
    }

    func instant(_ calendar: Calendar) -> Int64 {
      switch self {
      case .day(let day): calendar.start(day)
      case .instant(let time): time
      }
    }
  }

  let store: String
  let stream: String
  let source: String
  let from: Bound
  let until: Bound
  let seen: Int64
  let isComplete: Bool

  var json: String {
    let platform = stream == "shopify_orders" ? "" : #""source_system":"\#(source)","#
    return #"{"store_id":"\#(store)",\#(platform)"from":\#(from.json),"until":\#(until.json),"#
      + #""observed_at":\#(Value.time(seen).json),"complete":\#(isComplete)}"#
  }

  /// The STATE that states all of them.
  static func state(_ statements: [Statement]) -> String {
    let streams = Dictionary(grouping: statements, by: \.stream).sorted { $0.key < $1.key }.map {
      #""\#($0.key)":{"covers":[\#($0.value.map(\.json).joined(separator: ","))]}"#
    }
    return #"{"type":"STATE","value":{"bookmarks":{\#(streams.joined(separator: ","))}}}"#
  }
}

/// What all exports of one store, stream and platform cover together.
struct CoverageModel {
  /// What is known of one day that some export reaches.
  struct Day {
    let isWhole: Bool
    let complete: [Range<Int64>]
    let seen: Int64
    let snapshotSeen: Int64?
    fileprivate let edges: [(range: Range<Int64>, seen: Int64)]

    /// When the newest complete export was made that has an instant of the day.
    func completeSeen(at instant: Int64?) -> Int64? {
      let ours = edges.filter { edge in instant.map { edge.range.contains($0) } ?? false }
      return (ours.map(\.seen) + [snapshotSeen].compactMap { $0 }).max()
    }
  }

  private let stretches: [(range: Range<Int64>, seen: Int64, isComplete: Bool)]
  private let calendar: Calendar

  init(_ statements: [Statement], _ calendar: Calendar) {
    self.calendar = calendar
    stretches = statements.compactMap {
      let (from, until) = ($0.from.instant(calendar), $0.until.instant(calendar))
      return from < until ? (from..<until, $0.seen, $0.isComplete) : nil
    }
  }

  subscript(_ day: Int?) -> Day? {
    guard let day else { return nil }
    let instants = calendar.instants(day)
    let ours = stretches.filter { $0.range.overlaps(instants) }
    guard let seen = ours.map(\.seen).max() else { return nil }
    let complete = ours.filter(\.isComplete)
    // An instant that no stretch has is the end of one, or the first of the day.
    let candidates = [instants.lowerBound] + complete.map(\.range.upperBound)
    let isWhole = !candidates.contains { instant in
      instants.contains(instant) && !complete.contains { $0.range.contains(instant) }
    }
    return Day(
      isWhole: isWhole,
      complete: complete.map(\.range),
      seen: seen,
      snapshotSeen: complete.filter {
        $0.range.lowerBound <= instants.lowerBound && $0.range.upperBound >= instants.upperBound
      }
      .map(\.seen).max(),
      edges: complete.map { ($0.range, $0.seen) }
    )
  }

  /// The days from the first to the last that any export reaches.
  var days: ClosedRange<Int>? {
    guard let first = stretches.map(\.range.lowerBound).min(),
      let last = stretches.map({ $0.range.upperBound - 1 }).max(),
      let from = calendar.day(first), let until = calendar.day(last)
    else { return nil }
    return from...until
  }
}
