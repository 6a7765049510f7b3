import StageKit
import Wire

/// The refunds that are records of their own, each once, until all orders are there.
struct RefundTable {
  /// What is known of one refund, each field with the time of the observation that it is of.
  struct KnownRefund {
    /// The place of the policy of its store.
    let policy: Int
    let store: Int
    var order = NewestTold<[UInt8]>()
    var amount = NewestTold<ExactDecimal>()
    var currency = NewestTold<CurrencyCode>()
  }

  /// The newest that was told of a field.
  struct NewestTold<Value> {
    private(set) var value: Value?
    private var at: Timestamp?
    private var isTold = false

    /// Takes what an observation says, unless a newer one says something.
    ///
    /// Of one time the content decides, so that it does not matter which comes first. One without a
    /// time is of now.
    mutating func take(
      _ value: Value?,
      at time: Timestamp?,
      _ isBefore: (Value, Value) -> Bool
    ) {
      let (old, new) = (at?.microseconds ?? .max, time?.microseconds ?? .max)
      if isTold {
        guard new >= old else { return }
        if new == old, time != nil, let held = self.value {
          guard let value, isBefore(held, value) else { return }
        }
      }
      (self.value, at, isTold) = (value, time, true)
    }
  }

  private var places: [[UInt8]: Int] = [:]
  private(set) var entries: [KnownRefund] = []

  /// Takes in a version of a refund.
  mutating func insert(_ refund: RefundVersion, at time: Timestamp?, store: Int, policy: Int) {
    var key = refund.id.array
    key.append(contentsOf: "/\(store)".utf8)
    let place = places[key] ?? entries.count
    if place == entries.count {
      places[key] = place
      entries.append(KnownRefund(policy: policy, store: store))
    }
    if refund.tellsOrder {
      entries[place].order.take(refund.order?.array, at: time) { $0.lexicographicallyPrecedes($1) }
    }
    if case .value(let amount) = refund.amount {
      entries[place].amount.take(amount, at: time, <)
    }
    if case .value(let currency) = refund.currency {
      entries[place].currency.take(currency, at: time) { $0.packed < $1.packed }
    }
  }
}
