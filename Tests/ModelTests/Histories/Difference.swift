/// What two sorted lists of rows do not have in common, in as few words as help.
struct Difference: CustomStringConvertible {
  let description: String

  init(model: [String], warehouse: [String]) {
    var (ours, theirs) = (model, warehouse)
    for row in model {
      if let place = theirs.firstIndex(of: row) {
        theirs.remove(at: place)
        ours.remove(at: ours.firstIndex(of: row) ?? 0)
      }
    }
    guard let one = ours.first else {
      description = "only in the warehouse (\(theirs.count)): \(theirs.first ?? "")"
      return
    }
    // The row that is the most like it.
    func cells(_ row: String) -> [Substring] {
      row.split(separator: "|", omittingEmptySubsequences: false)
    }
    func different(_ other: String) -> [(Substring, Substring)] {
      zip(cells(one), cells(other)).filter { $0 != $1 }
    }
    guard let other = theirs.min(by: { different($0).count < different($1).count }) else {
      description = "only in the model (\(ours.count)): \(one)"
      return
    }
    let cells = different(other).map { "model \($0), warehouse \($1)" }.joined(separator: "; ")
    description = "\(ours.count) rows differ: \(cells) in \(one)"
  }
}
