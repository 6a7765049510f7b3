public import Wire

/// The sample shop: how large it is, the time it covers, and its customers.
///
/// Everything in it is a function of the seed and a number, so that several exports can tell of the
/// same order without one of them keeping it.
public struct SampleShop: Sendable {
  /// The seed of all random choices.
  let seed: UInt64
  /// The number of orders.
  let orderCount: Int
  /// How many orders in a thousand each SMS platform claims.
  let claimsPerMille: Int
  /// The first second of the time covered.
  let start: Int
  /// The end of the time covered, exclusive; exports are made six hours later.
  let end: Int

  /// Describes a shop.
  ///
  /// - Parameters:
  ///   - seed: the seed of all random choices.
  ///   - orders: the number of orders, at least one.
  ///   - claimsPerMille: how many orders in a thousand Postscript claims.
  ///   - days: the number of days that the orders are spread over, at least one.
  ///   - until: the day after the last of them, in UTC.
  public init(seed: UInt64, orders: Int, claimsPerMille: Int, days: Int, until: CivilDate) {
    precondition(orders > 0 && days > 0)
    self.seed = seed
    orderCount = orders
    self.claimsPerMille = claimsPerMille
    end = until.daysSinceEpoch * 86_400
    start = end - days * 86_400
  }

  /// When the last exports are made.
  var exportedAt: Int { end + 6 * 3600 }
  /// The number of days covered.
  var days: Int { (end - start) / 86_400 }
  /// The number of customers; some order more than once.
  var customerCount: Int { max(1, orderCount * 6 / 10) }

  /// When an order was created: orders follow one another, each within its own stretch of time.
  func createdAt(_ index: Int, _ random: inout SeededRandom) -> Int {
    let stretch = (end - start) * 1000 / orderCount
    return start + (index * stretch + random.below(max(1, stretch))) / 1000
  }

  /// The numeric id of an order, beyond 2^42 as Shopify's are.
  func orderID(_ index: Int) -> Int { 5_872_000_000_000 + index * 32_768 }
}

/// Someone who orders.
struct SampleCustomer {
  let name: String
  let email: String
  let phone: String
  let place: SampleCatalog.Town
  let street: String

  init(_ index: Int, of shop: SampleShop) {
    var random = SeededRandom(seed: shop.seed, kind: 1, index: index)
    let first = random.pick(SampleCatalog.firstNames)
    name = first + " " + random.pick(SampleCatalog.lastNames)
    email = "customer\(index)@example.com"
    phone = "+1\(2_005_550_000 + index % 7_900_000_000)"
    place = random.pick(SampleCatalog.places)
    street = random.pick(SampleCatalog.streets)
  }
}
