import Foundation
import TestSupport
import Testing

@Suite("Accounting")
struct AccountingTests {
  /// The counts of the summary line, which is the last one of standard error.
  private func counts(_ outcome: Outcome) throws -> [String: Int] {
    let line = try #require(outcome.errors.split(separator: "\n").last, "\(outcome)")
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return (object ?? [:]).compactMapValues { $0 as? Int }
  }

  @Test("read = written + rejected + deduplicated, in every stage and from stage to stage")
  func wholePipe() throws {
    try Shop.with { shop in
      try spoil(shop)
      try shop.prepareOrders()
      try shop.loadOrders()
      let json = ["POSTSCRIPT_ETL_LOG_FORMAT": "json", "POSTSCRIPT_ETL_REJECTS": "rejects.ndjson"]
      let outcomes = try shop.work.run(shop.revenue().map { $0.with(environment: json) })
      let stages = try outcomes.map { try counts($0.orThrow()) }
      for (stage, outcome) in zip(stages, outcomes) {
        let parts = ["written", "rejected", "deduplicated", "skipped"].map { stage[$0] ?? 0 }
        #expect(stage["read"] == parts.reduce(0, +), "\(outcome)")
      }
      for (upstream, downstream) in zip(stages, stages.dropFirst()) {
        #expect(upstream["written"] == downstream["read"])
      }
      let rows = try shop.revenueReports.map { try self.rows(of: $0, in: shop) }.reduce(0, +)
      #expect(stages[0]["read"] == rows)
      #expect(stages[0]["rejected"] == 3)
      #expect(stages[1]["deduplicated"] ?? 0 > 0)
      #expect(try shop.count("attributed_orders") == stages[3]["written"])
      #expect(try shop.work.read("rejects.ndjson").split(separator: "\n").count == 3)
    }
  }

  /// Makes the amounts of three rows unreadable.
  private func spoil(_ shop: Shop) throws {
    let name = shop.export(shop.revenueReports[1])
    var lines = try shop.work.read(name).components(separatedBy: "\n")
    for number in [1, 100, 200] {
      lines[number] = lines[number].replacingOccurrences(of: ",USD,", with: ",USD,?")
        .replacingOccurrences(of: ",CAD,", with: ",CAD,?")
        .replacingOccurrences(of: ",EUR,", with: ",EUR,?")
        .replacingOccurrences(of: ",JPY,", with: ",JPY,?")
    }
    try shop.work.write(name, lines.joined(separator: "\n"))
  }

  /// The rows of a revenue report, which has no line breaks in its fields.
  private func rows(of name: String, in shop: Shop) throws -> Int {
    try shop.work.read(shop.export(name)).split(separator: "\n").count - 1
  }
}
