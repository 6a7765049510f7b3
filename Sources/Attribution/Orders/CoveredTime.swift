import Wire

/// The stretches of time of which all orders of a store are known; they never span a gap.
struct CoveredTime {
  private var ranges: [Range<Timestamp>] = []

  /// Takes in a stretch; what overlaps or touches becomes one.
  mutating func add(_ range: Range<Timestamp>) {
    guard !range.isEmpty else { return }
    let first = ranges.firstIndex { $0.upperBound >= range.lowerBound } ?? ranges.count
    var last = first
    var merged = range
    while last < ranges.count, ranges[last].lowerBound <= range.upperBound {
      let known = ranges[last]
      merged =
        min(merged.lowerBound, known.lowerBound)..<max(merged.upperBound, known.upperBound)
      last += 1
    }
    ranges.replaceSubrange(first..<last, with: [merged])
  }

  /// Whether an instant is covered.
  func contains(_ time: Timestamp) -> Bool { range(at: time) != nil }

  /// Whether a stretch is covered from its beginning to its end.
  func contains(_ wanted: Range<Timestamp>) -> Bool {
    range(at: wanted.lowerBound).map { $0.upperBound >= wanted.upperBound } ?? false
  }

  private func range(at time: Timestamp) -> Range<Timestamp>? {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= time { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(time) ? ranges[low] : nil
  }
}
