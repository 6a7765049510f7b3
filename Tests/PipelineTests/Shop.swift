import TestSupport

/// The exports of a made-up shop in a workspace, a database, and the pipelines between them.
struct Shop {
  let work: Workspace
  let database: Database
  /// The folder of the exports in the workspace.
  let exports = "exports"
  /// The revenue reports, the earlier one first.
  let revenueReports = ["postscript-revenue-2025-12-02.csv", "postscript-revenue-2026-01-01.csv"]

  /// Makes the exports of a shop with that many orders over 120 days.
  init(_ work: Workspace, _ database: Database, orders: Int = 2_000, seed: UInt64 = 1) throws {
    self.work = work
    self.database = database
    try work.run(
      .built("generate-sample", "--orders", "\(orders)", "--seed", "\(seed)", exports)
    ).orThrow()
  }

  /// Runs a test with a shop in a workspace and its own database.
  static func with(
    orders: Int = 2_000,
    seed: UInt64 = 1,
    _ body: (Shop) throws -> Void
  ) throws {
    try withDatabase { work, database in
      try body(Shop(work, database, orders: orders, seed: seed))
    }
  }

  private init(_ work: Workspace, _ database: Database) {
    self.work = work
    self.database = database
  }

  /// Runs a part of a test on a copy of the database as it is.
  func withCopy(_ body: (Shop) throws -> Void) throws {
    try database.withCopy { try body(Shop(work, $0)) }
  }

  /// The path of an export, from the workspace.
  func export(_ name: String) -> String { "\(exports)/\(name)" }

  /// `extract-csv` with a profile and the names of exports.
  func extract(_ profile: String, _ names: [String], _ options: [String] = []) -> Command {
    Command(
      path: BuiltProducts.program("extract-csv"),
      ["--profile", profile] + options + names.map(export)
    )
  }

  /// `transform-dedupe`: of each key the record from the latest export.
  var dedupe: Command {
    .built("transform-dedupe", "--keep", "last", "--order-by", "time_extracted")
  }

  /// `transform-validate` against the orders that `prepareOrders` wrote.
  var validate: Command { .built("transform-validate", "--orders", "orders.ndjson") }

  /// `load-postgres` into the database of the test.
  var load: Command { .built("load-postgres", environment: database.environment) }

  /// Writes the stream of all orders to `orders.ndjson`, the side input of the validation.
  func prepareOrders() throws {
    try work.run(extract("shopify-orders", ["shopify-orders.csv"]), output: .file("orders.ndjson"))
      .orThrow()
  }

  /// Loads the orders that `prepareOrders` wrote.
  func loadOrders() throws {
    try work.run(load, input: .file("orders.ndjson")).orThrow()
  }

  /// The stages from an export of claims to the warehouse.
  func claims(_ profile: String, _ names: [String], _ options: [String] = []) -> [Command] {
    [extract(profile, names, options), dedupe, validate, load]
  }

  /// The stages from Postscript's revenue reports to the warehouse.
  func revenue(_ names: [String]? = nil, _ options: [String] = []) -> [Command] {
    claims("postscript-revenue", names ?? revenueReports, options)
  }

  /// Runs stages that must all succeed.
  @discardableResult
  func run(_ stages: [Command]) throws -> [Outcome] {
    try work.run(stages).map { try $0.orThrow() }
  }

  /// Loads everything once, stage by stage as `pipelines/daily` does.
  func loadEverything() throws {
    try prepareOrders()
    try loadOrders()
    try run(revenue())
    try run(claims("attributed-orders", ["attributed-orders-klaviyo.csv"]))
    for profile in ["postscript-messages", "klaviyo-campaigns", "klaviyo-flows"] {
      try run([extract(profile, ["\(profile).csv"]), dedupe, load])
    }
  }

  /// `pipelines/daily` over the exports.
  func daily(_ options: String...) -> Command {
    Command(
      path: BuiltProducts.pipeline("daily"),
      options + [exports],
      environment: database.environment
    )
  }
}
