extension AnswerTable {
  /// The rows that have these values.
  func rows(where wanted: [String: String]) -> [[String?]] {
    rows.filter { row in wanted.allSatisfy { value(row, $0.key) == $0.value } }
  }

  /// A value for drawing only: figures that are read stay exact text.
  func number(_ row: [String?], _ column: String) -> Double? {
    value(row, column).flatMap(Double.init)
  }

  /// A value as people read it.
  func shown(_ row: [String?], _ column: String) -> String {
    let kind = part.columns.first { $0.name == column }?.kind ?? .text
    return DisplayText.of(value(row, column), kind)
  }

  /// The different values of a column, in the order in which they come.
  func values(_ column: String, where wanted: [String: String] = [:]) -> [String] {
    var seen: Set<String> = []
    return rows(where: wanted).compactMap { value($0, column) }.filter { seen.insert($0).inserted }
  }
}
