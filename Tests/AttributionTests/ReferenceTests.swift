import TestSupport
import Testing
import Wire

/// Random orders and claims against the reference model, and what must not matter.
@Suite("Against a reference model")
struct ReferenceTests {
  private func cents(_ value: JSONValue?) throws -> Int? {
    guard let value, value != .null else { return nil }
    let number = try #require(ExactDecimal(value.text))
    let scaled = try #require(number.adding(ExactDecimal(coefficient: 0, scale: 2)))
    return Int(scaled.coefficient)
  }

  private func said(_ verdict: JSONValue) throws -> ReferenceModel.Expected {
    ReferenceModel.Expected(
      ruling: verdict.ruling,
      validated: try cents(verdict["validated_revenue"]),
      order: try cents(verdict["order_revenue"]),
      windowChecked: verdict["window_checked"] == .bool(true),
      customerMatch: verdict["customer_match"]?.bool,
      matched: verdict["matched_order_id"]?.string.flatMap { Int($0) }
    )
  }

  @Test("agrees with the model", arguments: seeds(0..<24))
  func agreesWithTheModel(seed: UInt64) throws {
    let model = ReferenceModel(seed: seed)
    let run = try Validation(
      orders: model.orders.map(ReferenceModel.message),
      claims: model.claims.map(ReferenceModel.message),
      model.policy.flags
    )
    #expect(run.outcome.succeeded, "\(run.outcome)")
    try #require(run.verdicts.count == model.claims.count)
    for (claim, verdict) in zip(model.claims, run.verdicts) {
      #expect(try said(verdict) == model.expected(claim), "\(claim)")
    }
  }

  @Test("the model meets every ruling")
  func theModelMeetsEveryRuling() {
    var seen: Set<String> = []
    for seed in UInt64(0)..<24 {
      let model = ReferenceModel(seed: seed)
      for claim in model.claims {
        seen.formUnion(model.expected(claim).ruling.split(separator: " ").map(String.init))
      }
    }
    #expect(seen.count == 4 + 11, "\(seen.sorted())")
  }

  @Test("the order of the orders does not matter", arguments: seeds(0..<6))
  func theOrderOfTheOrdersDoesNotMatter(seed: UInt64) throws {
    let model = ReferenceModel(seed: seed)
    var random = SplitMix64(seed: seed)
    let claims = model.claims.map(ReferenceModel.message)
    var orders = model.orders.map(ReferenceModel.message)
    let first = try Validation(orders: orders, claims: claims, model.policy.flags)
    for _ in 0..<3 {
      orders.shuffle(using: &random)
      let again = try Validation(orders: orders, claims: claims, model.policy.flags)
      #expect(again.outcome.output == first.outcome.output)
    }
  }

  @Test("damaged input never crashes", arguments: seeds(0..<12))
  func damagedInputNeverCrashes(seed: UInt64) throws {
    let model = ReferenceModel(seed: seed)
    var random = SplitMix64(seed: seed)
    func damage(_ lines: [String]) -> [UInt8] {
      var bytes = Array(Validation.input(lines).utf8)
      for _ in 0..<40 {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 32...126, using: &random), at: place)
        }
      }
      return bytes
    }
    try withWorkspace { workspace in
      try writeBytes(damage(model.orders.map(ReferenceModel.message)), to: workspace.file("orders"))
      try writeBytes(damage(model.claims.map(ReferenceModel.message)), to: workspace.file("claims"))
      let outcome = try workspace.run(
        .built(
          "transform-validate",
          "--orders",
          "orders",
          "--orders-cover",
          "records",
          "--rejects",
          "rejects"
        ),
        input: .file("claims"),
        timeout: 60
      )
      // Only a damaged closing STATE may end the run.
      #expect(outcome.status == 0 || outcome.status == 65, "\(outcome)")
      for line in outcome.lines { _ = try JSONValue(parsing: line) }
    }
  }
}
