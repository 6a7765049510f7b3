/// What a platform's message analytics say of its claims: orders and revenue per day and message.
struct Tally {
  struct MessageDay: Hashable {
    let day: Int
    let message: String
  }

  struct Sums {
    var orders = 0
    /// In US cents: platforms report in one currency.
    var revenue = 0
  }

  private(set) var sums: [MessageDay: Sums] = [:]
  private(set) var totals: [String: Sums] = [:]

  /// Counts a claim on the day of its order.
  mutating func count(_ claim: SampleClaim) {
    let cents = claim.revenue * 10_000 / claim.currency.perHundredDollars
    let key = MessageDay(day: ShopTime.day(of: claim.orderAt), message: claim.message.id)
    sums[key, default: Sums()].orders += 1
    sums[key, default: Sums()].revenue += cents
    totals[claim.message.id, default: Sums()].orders += 1
    totals[claim.message.id, default: Sums()].revenue += cents
  }

  /// What was counted for a message on a day.
  func sums(_ day: Int, _ message: SampleMessage) -> Sums {
    sums[MessageDay(day: day, message: message.id)] ?? Sums()
  }

  /// What was counted for a message in all.
  func total(_ message: SampleMessage) -> Sums { totals[message.id] ?? Sums() }
}
