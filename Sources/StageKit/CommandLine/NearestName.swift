/// Finds the name that was probably meant.
public enum NearestName {
  /// The candidate nearest to a mistyped name, or nil where none is near.
  ///
  /// Near means: at most a third of the characters have to be inserted, deleted, replaced or
  /// swapped with their neighbour, or the name is the beginning of exactly one candidate.
  public static func of(_ name: String, in candidates: [String]) -> String? {
    let typed = Array(name.lowercased().utf8.prefix(100))
    guard !typed.isEmpty else { return nil }
    let limit = max(1, typed.count / 3)
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
      let found = distance(typed, Array(candidate.lowercased().utf8))
      if found <= limit, found < best?.distance ?? Int.max { best = (found, candidate) }
    }
    if let best { return best.candidate }
    let longer = candidates.filter { $0.lowercased().utf8.starts(with: typed) }
    return longer.count == 1 ? longer.first : nil
  }

  /// The number of edits between two names: the optimal string alignment distance.
  public static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, byte) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let replaced = last[column] + (byte == other ? 0 : 1)
        var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
