import Attribution
import Policy
import StageKit

/// Reads the orders, then the claims, and adds a verdict to each of these.
func run(_ options: TransformValidateOptions, _ stage: Stage) throws {
  var ordersWire = WireOptions()
  ordersWire.stream = options.bareOrders ? "shopify_orders" : nil
  ordersWire.atEOF = options.ordersAtEOF
  let document = try options.policyFile.map { path throws(StageError) in
    try PolicyDocument(file: path)
  }
  let policies = try StorePolicies(document ?? PolicyDocument(), options.policyChanges)
  let loader = try OrderLoader(
    stage,
    policies,
    ordersWire,
    cover: options.ordersCover,
    factsPath: options.ordersFacts
  )
  let orders = try loader.load(options.orders)
  var validator = ClaimValidator(stage, policies, orders, isBare: options.wire.bare)
  var input = MessageInput(stage, options.wire)
  var output = MessageOutput(stage, shard: options.wire.shard)
  try validator.run(&input, &output)
}
