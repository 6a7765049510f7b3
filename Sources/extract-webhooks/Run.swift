import StageKit
import Webhooks

/// Extracts what is new in the spool.
func run(_ options: ExtractWebhooksOptions, _ stage: Stage) throws {
  guard !options.discover else { return try WebhookExtraction.discover(stage) }
  var settings = WebhookExtractionSettings()
  settings.spool = options.spool
  settings.statePath = options.state
  settings.catalogPath = options.catalog
  settings.store = options.store
  settings.removesExtracted = options.removeExtracted
  settings.isBare = options.wire.bare
  settings.shard = options.wire.shard
  try WebhookExtraction(stage, settings).run()
}
