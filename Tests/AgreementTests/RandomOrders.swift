import Wire

/// The random orders of one store, and what an export says that it covers.
struct RandomOrders {
  /// What claims are made from: the newest version of an order.
  struct Known {
    var id: String
    var name: String?
    var time: Int64?
    var figures: [Int]
    var currency: String?
    var phone: Int?
    var email: Int?
  }

  let store: String
  private(set) var known: [Known] = []
  private(set) var messages: [String] = []

  static let day: Int64 = 86_400_000_000
  /// 2026-03-01T00:00:00Z; the orders are of the forty days that follow.
  static let start: Int64 = 1_772_323_200_000_000
  static let days = 40

  /// The bounds of the ranges that are covered, and the text in which the STATE names them.
  ///
  /// Two that overlap, two that touch within a day, one that is not complete, and gaps.
  static let covers: [(from: String, until: String, isComplete: Bool)] = [
    ("2026-03-03", "2026-03-09", true), ("2026-03-08", "2026-03-12", true),
    ("2026-03-14T05:30:00Z", "2026-03-16T17:45:30.000001Z", true),
    ("2026-03-16T17:45:30.000001Z", "2026-03-20", true), ("2026-03-20", "2026-03-24", false),
    ("2026-03-27", "2026-04-03", true), ("2026-04-04", "2026-04-06T04:00:00Z", true),
  ]

  /// The value of the closing STATE; the stores other than the last are covered.
  static let state: String = {
    let entries = ShopPolicy.all.dropLast().flatMap { policy in
      covers.map { cover in
        #"{"store_id":"\#(policy.store)","from":"\#(cover.from)","until":"\#(cover.until)","#
          + #""observed_at":"2026-04-20T00:00:00Z","complete":\#(cover.isComplete)}"#
      }
    }
    return #"{"type":"STATE","value":{"bookmarks":{"shopify_orders":{"covers":["#
      + entries.joined(separator: ",") + "]}}}}"
  }()

  init(store: String, count: Int, _ random: inout RandomValues) {
    self.store = store
    for number in 0..<count { add(number, of: count, &random) }
    messages.shuffle(using: &random.generator)
  }

  private mutating func add(_ number: Int, of count: Int, _ random: inout RandomValues) {
    // Text ids and ids with leading zeros are ids of their own.
    let id = random.once(in: 20) ? random.pick(["00\(number)", "A-\(number)"]) : "\(9000 + number)"
    // Two orders in thirty share a name; #1001 and 1001 can both exist.
    let shared = random.once(in: 30) ? random.number(0...count - 1) : number
    let name = random.pick(["#\(1000 + shared)", "#\(1000 + shared)", "\(1000 + shared)", nil])
    let (versions, newest) = (random.once(in: 8) ? 2 : 1, random.number(0...1))
    for version in 0..<versions {
      let order = make(id, name, &random)
      if versions == 1 || version == newest { known.append(order) }
      write(order, isNewest: versions == 1 || version == newest, &random)
      if random.once(in: 6) {
        messages += RandomRefund.messages(of: order, "\(version)", store, &random)
      }
    }
  }

  private func make(_ id: String, _ name: String?, _ random: inout RandomValues) -> Known {
    let second = Int64(random.number(0...Self.days * 86_400 - 1))
    let fraction = Int64(random.once(in: 5) ? random.number(0...999_999) : 0)
    let total = random.pick([0, 10_000, 100_000, 260_170, random.number(1...500_000)])
    return Known(
      id: id,
      name: name,
      time: random.once(in: 25) ? nil : Self.start + second * 1_000_000 + fraction,
      figures: [total, max(0, total - random.pick([0, 0, 5_000]))],
      currency: random.pick(["USD", "USD", "usd", " eur ", "JPY", nil]),
      phone: random.pick([0, 1, 2, nil]),
      email: random.pick([0, 1, 2, nil])
    )
  }

  private mutating func write(_ order: Known, isNewest: Bool, _ random: inout RandomValues) {
    // The newer version is observed later, or changed later and observed at the same time.
    let extracted = isNewest || random.once(in: 2) ? "2026-04-20T00:00:00Z" : "2026-04-19T00:00:00Z"
    let updated =
      isNewest ? #""2026-04-18T00:00:00Z""# : random.pick(["null", #""2026-04-17T00:00:00Z""#])
    let isCreatedOnly = random.once(in: 3)
    let status = random.pick([
      "paid", "PAID", "paid", "Pending", "partially_refunded", "refunded", "voided", "expired",
      "draft",
      "uncollectible", "cancelled", "Canceled", "authorized", "", nil, "paid", "paid", "paid",
    ])
    let refunded = random.pick([
      nil, 0, 0, 0, 0, order.figures[0], order.figures[0] + 10, 5_000, 10,
    ])
    let tags = random.pick([
      "null", "null", "null", #""""#, #""vip, new""#, #""new,SM-Exclude-Order""#,
      #"["staff order","x"]"#, #""HÄNDLER, vip""#,
      #""Subscription Recurring Order""#, #"["subscription first order"]"#,
    ])
    let source = random.pick([
      "web", "web", "web", "web", "pos", "subscription_contract_checkout_one", nil,
    ])
    let kind = random.pick([
      nil, nil, nil, nil, nil, nil, "one_time", "subscription_first", "subscription_renewal",
    ])
    let isCancelled = random.once(in: 15)
    let fields = [
      (isCreatedOnly ? "created_at" : "processed_at", random.time(order.time)),
      (
        isCreatedOnly ? "processed_at" : "created_at",
        isCreatedOnly ? "null" : random.time(order.time.map { $0 - 60_000_000 })
      ), ("updated_at", updated),
      ("cancelled_at", isCancelled ? #""2026-04-10T00:00:00Z""# : "null"),
      ("test", random.pick(["null", "false", "false", "false", "false", "false", "true"])),
      ("financial_status", random.text(status)), ("currency", random.text(order.currency)),
      ("subtotal_price", random.once(in: 15) ? "null" : random.money(order.figures[1])),
      ("total_price", random.once(in: 15) ? "null" : random.money(order.figures[0])),
      ("total_refunded", random.money(refunded)), ("email", random.email(order.email)),
      ("phone", random.phone(order.phone)), ("tags", tags), ("source_name", random.text(source)),
      ("order_kind", random.text(kind)),
    ]
    let name = order.name.map { random.once(in: 9) ? " \($0) " : $0 }
    messages.append(
      #"{"type":"RECORD","stream":"shopify_orders","time_extracted":"\#(extracted)","record":{"#
        + #""store_id":"\#(store)","order_id":\#(random.orderID(order.id)),"#
        + #""order_name":\#(random.text(name)),"#
        + fields.map { #""\#($0.0)":\#($0.1)"# }.joined(separator: ",") + "}}"
    )
  }
}
