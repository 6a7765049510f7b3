import Shopify
import StageKit

/// Reads the messages of a tap and writes its orders as `shopify_orders`.
func run(_ options: TransformOrdersOptions, _ stage: Stage) throws {
  var transform = OrderTransform(stage, options.settings)
  var input = MessageInput(stage, options.wire)
  var output = MessageOutput(stage, shard: options.wire.shard)
  try transform.run(&input, &output)
}
