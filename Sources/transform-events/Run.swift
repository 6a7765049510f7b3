import Outbound
import StageKit
import Wire

/// Reads messages and writes the events and updates that become of them.
func run(_ options: TransformEventsOptions, _ stage: Stage) throws {
  var output = MessageOutput(stage, shard: options.wire.shard)
  if options.printMapping {
    output.buffer.append(try options.mapping.bytes())
    return try output.flush()
  }
  let mapping = try EventMapping(options.mapping, prefix: options.prefix)
  if options.printTypes {
    output.buffer.append(mapping.listing(account: options.account))
    return try output.flush()
  }
  var settings = EventSettings()
  settings.store = options.store
  settings.country = options.country
  settings.timezone = options.timezone
  settings.maxItems = options.maxItems
  settings.target = options.target
  settings.wire = options.wire
  var input = MessageInput(stage, options.wire)
  try EventTransform(stage, mapping, settings).run(&input, &output)
}
