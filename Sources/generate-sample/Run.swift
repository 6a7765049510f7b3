import SampleData
import StageKit

/// Writes the exports of the shop that the options describe.
func run(_ options: GenerateSampleOptions, _ stage: Stage) throws {
  let shop = SampleShop(
    seed: UInt64(bitPattern: Int64(options.seed)),
    orders: options.orders,
    claimsPerMille: options.claims,
    days: options.days,
    until: options.until
  )
  let exports = try SampleExports(of: shop, in: options.directory)
  try exports.write { name, rows throws(StageError) in
    stage.log.info("\(options.directory)/\(name): \(rows) rows")
    stage.counts.written += rows
    try stage.checkpoint()
  }
}
