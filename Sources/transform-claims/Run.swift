import Claims
import StageKit
import Wire

/// Reads events and orders and writes claims, or shows the mapping.
func run(_ options: TransformClaimsOptions, _ stage: Stage) throws {
  guard !options.printMapping else {
    var output = MessageOutput(stage)
    output.buffer.append(try options.mapping.bytes())
    return try output.flush()
  }
  let mapping = try ClaimMapping(options.mapping)
  var transform = ClaimTransform(stage, mapping, options.settings)
  var input = MessageInput(stage, options.wire)
  var output = MessageOutput(stage)
  try transform.run(&input, &output)
}
