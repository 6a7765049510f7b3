import StageKit

/// All the exports of the shop, one after another.
struct Exports {
  let shop: Shop
  let directory: String

  /// Writes them, and tells the name and the number of rows of each.
  func write(_ written: (String, Int) throws(StageError) -> Void) throws(StageError) {
    try written(
      "shopify-orders.csv",
      OrdersExport(shop: shop).write(to: path("shopify-orders.csv"))
    )

    var postscript = Tally()
    let claims = ClaimsExports(shop: shop)
    for report in [claims.earlyReport, claims.lateReport] {
      let name = "postscript-revenue-\(report.exportDay).csv"
      try written(
        name,
        claims.writeRevenue(report, to: path(name), tally: &postscript)
      )
    }
    try written(
      "postscript-messages.csv",
      MessagesExport(shop: shop, tally: postscript).write(to: path("postscript-messages.csv"))
    )

    var klaviyo = Tally()
    try written(
      "attributed-orders-klaviyo.csv",
      claims.writeKlaviyo(to: path("attributed-orders-klaviyo.csv"), tally: &klaviyo)
    )
    let exports = KlaviyoExports(shop: shop, tally: klaviyo)
    try written(
      "klaviyo-campaigns.csv",
      exports.writeCampaigns(to: path("klaviyo-campaigns.csv"))
    )
    try written("klaviyo-flows.csv", exports.writeFlows(to: path("klaviyo-flows.csv")))
  }

  private func path(_ name: String) -> String { directory + "/" + name }
}
