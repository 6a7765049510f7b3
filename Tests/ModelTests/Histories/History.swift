import TestSupport

/// A random history of two stores: exports in the order in which they came, and changes of settings
/// between them.
struct History {
  /// What comes at once.
  struct Batch {
    var observations: [Observation] = []
    var statements: [Statement] = []
    var policies: [String: Policy] = [:]

    /// Takes in what came at the same time.
    mutating func add(_ other: Batch) {
      observations += other.observations
      statements += other.statements
    }
  }

  let seed: UInt64
  let stores: [String]
  private(set) var batches: [Batch] = []
  private(set) var first: [String: Policy] = [:]

  /// The settings that hold in the end.
  var policies: [String: Policy] {
    batches.reduce(first) { $0.merging($1.policies) { $1 } }
  }

  init(seed: UInt64) {
    self.seed = seed
    stores = ["h\(seed)a", "h\(seed)b"]
    var random = Chance(seed: seed)
    // Days around those on which clocks leap: in America, in Europe and Beirut, and back.
    let begin = random.pick([20_518, 20_539, 20_384, 20_391])
    for store in stores {
      first[store] = random.policy()
      var exports = Exports(store: store, firstDay: begin)
      batches += exports.make(&random)
    }
    batches.shuffle(using: &random.generator)
    batches = stride(from: 0, to: batches.count, by: 6).map { start in
      batches[start..<min(start + 6, batches.count)].reduce(into: Batch()) { $0.add($1) }
    }
    // What came comes again.
    for _ in 0..<3 {
      batches.insert(random.pick(batches), at: random.number(0...batches.count))
    }
    for store in stores where random.once(in: 2) {
      batches[random.number(0...batches.count - 1)].policies[store] = random.policy()
    }
  }

  /// Notes which of two observations of one time stands, by the total of that one.
  mutating func settle(_ totals: [String: Int]) {
    for batch in batches.indices {
      for index in batches[batch].observations.indices {
        let one = batches[batch].observations[index]
        guard let tie = one.tie else { continue }
        batches[batch].observations[index].wins = one.fields["total_price"]?.money == totals[tie]
      }
    }
  }

  /// What the model says in the end.
  func shop(_ store: String) -> ShopModel {
    ShopModel(
      store,
      policies[store] ?? Policy(),
      batches.flatMap(\.observations).filter { $0.store == store },
      batches.flatMap(\.statements).filter { $0.store == store }
    )
  }
}

/// Random choices.
struct Chance {
  var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }
  mutating func once(in times: Int) -> Bool { number(1...times) == 1 }
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[number(0...choices.count - 1)]
  }

  /// One of several texts, or null.
  mutating func text(_ texts: [String?]) -> Value { pick(texts).map { .text($0) } ?? .null }

  mutating func policy() -> Policy {
    var policy = Policy()
    policy.zone = pick(["UTC", "America/New_York", "Europe/Berlin", "Asia/Beirut", "Asia/Tokyo"])
    policy.revenueDate = pick(["order", "order", "message"])
    policy.windows = [:]
    for kind in ["click", "view", "coupon", "keyword", "unknown"] where !once(in: 3) {
      policy.windows[kind] = pick([0, 3_600, 86_400, 3 * 86_400])
    }
    policy.acceptsViews = !once(in: 4)
    policy.figure = pick(["net", "net", "total", "subtotal"])
    policy.tolerance = pick([0, 10, 1_000])
    policy.needsCustomer = once(in: 4)
    policy.callingCode = pick([nil, "1"])
    policy.excludedTags = pick([["sm-exclude-order"], ["vip", "Staff"]])
    policy.channels = pick([nil, nil, ["web"]])
    policy.excludesZeroNet = once(in: 3)
    policy.acceptsRenewals = once(in: 3)
    policy.defaultCurrencies = pick([
      [:], [:], ["klaviyo": "USD"], ["shopify": "EUR", "postscript": "USD"],
    ])
    return policy
  }
}
