import PostscriptAPI
import StageKit

/// Extracts the streams, or checks the connection.
func run(_ options: ExtractPostscriptOptions, _ stage: Stage) throws {
  guard !options.check else {
    return try ConnectionCheck(stage, options.client, format: options.format).run()
  }
  guard !options.discover else { return try APIDiscovery.write(options.streams, stage) }
  var settings = APIExtractionSettings()
  settings.streams = options.streams
  settings.since = options.since
  settings.until = options.until
  settings.by = options.by
  settings.overlap = options.overlap
  settings.statePath = options.state
  settings.catalogPath = options.catalog
  settings.store = options.store
  settings.shopNumber = options.shopNumber?.text
  settings.isBare = options.wire.bare
  settings.shard = options.wire.shard
  try APIExtraction(stage, options.client, settings).run()
}
