import Warehouse

/// An entry of the catalogue: what a figure means.
struct Metric: Sendable {
  /// Its name.
  let name: String
  /// What it is, in a sentence, with the quotient where it is one.
  let definition: String

  /// All entries, by name.
  static func all(_ session: inout ReadSession) throws -> [String: Metric] {
    let found = try session.read(
      """
      select name, definition || coalesce(' ' || numerator || ' / ' || denominator || '.', '')
      from metrics
      """
    )
    let metrics = found.rows.map { Metric(name: $0[0] ?? "", definition: $0[1] ?? "") }
    return Dictionary(metrics.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
