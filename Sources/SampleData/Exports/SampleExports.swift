import Glibc
public import StageKit
import Wire

/// All the exports of the shop, one after another.
public struct SampleExports {
  let shop: SampleShop
  let directory: String

  /// Prepares to write into a folder, which is made where it is missing.
  ///
  /// - Throws: exit code 73 where the folder cannot be made.
  public init(of shop: SampleShop, in directory: String) throws(StageError) {
    self.shop = shop
    self.directory = directory
    guard unsafe mkdir(directory, 0o755) == 0 || errno == EEXIST else {
      let reason = DescriptorError("mkdir", errno).reason
      throw StageError(.cantCreate, "cannot make the folder \(directory): \(reason)")
    }
  }

  /// Writes them, and gives the name and the number of rows of each to a closure.
  ///
  /// - Throws: exit code 73 or 74 where a file cannot be written, or what the closure throws.
  public func write(_ written: (String, Int) throws(StageError) -> Void) throws(StageError) {
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
