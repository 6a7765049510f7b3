import Attribution
import StageKit

/// Reads the orders, then the claims, and adds a verdict to each of these.
func run(_ options: TransformValidateOptions, _ stage: Stage) throws {
  var ordersWire = WireOptions()
  ordersWire.stream = options.bareOrders ? "shopify_orders" : nil
  ordersWire.atEOF = options.ordersAtEOF
  let orders = try OrderLoader(stage, options.policy, ordersWire).load(options.orders)
  var validator = ClaimValidator(stage, options.policy, orders, isBare: options.wire.bare)
  var input = MessageInput(stage, options.wire)
  var output = MessageOutput(stage)
  try validator.run(&input, &output)
}
