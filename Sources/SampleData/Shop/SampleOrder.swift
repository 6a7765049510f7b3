import Wire

/// The currencies that orders are in.
enum SampleCurrency: String {
  case usd = "USD"
  case cad = "CAD"
  case eur = "EUR"
  case jpy = "JPY"

  /// The digits after the decimal point.
  var decimals: Int { self == .jpy ? 0 : 2 }

  /// What one hundred dollars are in this currency's smallest unit, for prices.
  var perHundredDollars: Int {
    switch self {
    case .usd: 10_000
    case .cad: 13_500
    case .eur: 9_200
    case .jpy: 15_000
    }
  }
}

/// An order of the sample shop; amounts are in the currency's smallest unit.
struct SampleOrder {
  struct Line {
    let product: SampleCatalog.Product
    let price: Int
    let quantity: Int
    let discount: Int
  }

  let index: Int
  let id: Int
  let name: String
  let createdAt: Int
  let customer: SampleCustomer
  let currency: SampleCurrency
  let outcome: OrderOutcome
  let lines: [Line]
  let discountCode: String
  let discount: Int
  let subtotal: Int
  let shipping: Int
  let taxes: Int
  let refunded: Int
  let cancelledAt: Int?
  let tags: String
  let note: String
  let hasPhone: Bool
  let gateway: String
  let source: String

  var total: Int { subtotal + shipping + taxes }
  /// What is left of it after refunds.
  var net: Int { total - refunded }

  init(_ index: Int, of shop: SampleShop) {
    var random = SeededRandom(seed: shop.seed, kind: 2, index: index)
    self.index = index
    id = shop.orderID(index)
    name = "#\(1001 + index)"
    createdAt = shop.createdAt(index, &random)
    customer = SampleCustomer(random.below(shop.customerCount), of: shop)
    currency = SampleOrder.currency(&random)
    outcome = OrderOutcome.draw(&random)
    lines = SampleOrder.lines(&random, currency)
    let goods = lines.reduce(0) { $0 + $1.price * $1.quantity - $1.discount }
    let hasCode = random.chance(perMille: 180)
    discountCode =
      hasCode ? random.pick(["SAVE10", "WELCOME-15", "TEXT20", "50% off, \"VIP\""]) : ""
    discount = hasCode ? goods / random.within(5...10) : 0
    subtotal = goods - discount
    shipping = random.chance(perMille: 400) ? 0 : 595 * currency.perHundredDollars / 10_000
    taxes = subtotal * random.pick([0, 625, 825, 1000]) / 10_000
    let total = subtotal + shipping + taxes
    switch outcome {
    case .refunded, .cancelled: refunded = total
    case .partlyRefunded: refunded = max(1, total / random.within(2...6))
    default: refunded = 0
    }
    let ended = outcome == .cancelled || (outcome == .voided && random.chance(perMille: 500))
    cancelledAt = ended ? min(createdAt + random.within(600...200_000), shop.exportedAt) : nil
    tags = SampleOrder.tags(&random)
    note = random.chance(perMille: 60) ? random.pick(SampleCatalog.notes) : ""
    hasPhone = random.chance(perMille: 850)
    gateway = random.pick(SampleCatalog.gateways)
    source = random.pick(SampleCatalog.sources)
  }

  private static func currency(_ random: inout SeededRandom) -> SampleCurrency {
    switch random.below(100) {
    case ..<92: .usd
    case ..<96: .cad
    case ..<99: .eur
    default: .jpy
    }
  }

  private static func lines(_ random: inout SeededRandom, _ currency: SampleCurrency) -> [Line] {
    let count = random.pick([1, 1, 1, 1, 2, 2, 2, 3, 3, 5])
    return (0..<count).map { _ in
      let product = random.pick(SampleCatalog.products)
      let price = product.price * currency.perHundredDollars / 10_000
      let discount = random.chance(perMille: 50) ? price / 10 : 0
      let quantity = random.pick([1, 1, 1, 1, 2, 3])
      return Line(product: product, price: price, quantity: quantity, discount: discount)
    }
  }

  /// Internal and test orders carry tags: the export has no column for a test order.
  private static func tags(_ random: inout SeededRandom) -> String {
    if random.chance(perMille: 12) { return "sm-exclude-order, staff" }
    if random.chance(perMille: 6) { return "test" }
    guard random.chance(perMille: 250) else { return "" }
    let first = random.pick(SampleCatalog.tags)
    return random.chance(perMille: 300) ? first + ", " + random.pick(SampleCatalog.tags) : first
  }
}
