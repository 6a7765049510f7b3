/// Everything that is known of one store, and what follows from it.
struct ShopModel {
  let store: String
  let policy: Policy
  let calendar: Calendar
  let orders: [OrderModel]
  let analytics: [Known]
  let subscribers: [Known]
  private let coverages: [[String]: CoverageModel]
  private let byID: [String: OrderModel]
  private let byName: [String: [OrderModel]]
  private(set) var outcomes: [OutcomeModel] = []
  private(set) var messages: [MessageRow] = []
  private(set) var countedRows: [CountedRow] = []
  private(set) var messageTotals: [MessageTotal] = []

  init(_ store: String, _ policy: Policy, _ observations: [Observation], _ statements: [Statement])
  {
    self.store = store
    self.policy = policy
    let calendar = Calendar(policy)
    self.calendar = calendar
    coverages = Dictionary(grouping: statements) { [$0.stream, $0.source] }
      .mapValues { CoverageModel($0, calendar) }
    let refunds = Dictionary(grouping: Known.rows(observations, of: "shopify_refunds")) {
      $0["order_id"].string
    }
    orders = Known.rows(observations, of: "shopify_orders").map {
      OrderModel($0, refunds[$0["order_id"].string] ?? [], policy)
    }
    analytics = Known.rows(observations, of: "message_performance")
    subscribers = Known.rows(observations, of: "postscript_subscribers")
    byID = Dictionary(uniqueKeysWithValues: orders.map { ($0.id, $0) })
    byName = Dictionary(grouping: orders.filter { $0.nameKey != nil }) { $0.nameKey ?? "" }
    let claims = Known.rows(observations, of: "attributed_orders").map { ClaimModel($0, in: self) }
    outcomes = OutcomeModel.all(claims)
    messages = MessageRow.all(in: self)
    countedRows = CountedRow.all(MessageIdentities.counted(messages, in: self))
    messageTotals = MessageTotal.all(countedRows)
  }

  func order(_ id: String) -> OrderModel? { byID[id] }

  func orders(named name: String?) -> [OrderModel] {
    OrderModel.key(of: name).flatMap { byName[$0] } ?? []
  }

  /// What exports of a stream of a platform cover.
  func coverage(_ stream: String, _ source: String) -> CoverageModel {
    coverages[[stream, source]] ?? CoverageModel([], calendar)
  }

  /// The streams and platforms of which exports say what they cover.
  var covered: [(stream: String, source: String)] {
    coverages.keys.map { ($0[0], $0[1]) }
  }

  /// Whether a record of a day, and of an instant where that is known, would be in an export.
  func isCovered(_ stream: String, _ source: String, _ day: Int?, _ time: Int64?) -> Bool {
    guard let known = coverage(stream, source)[day] else { return false }
    return known.isWhole
      || time.map { time in known.complete.contains { $0.contains(time) } } ?? false
  }
}
