import Deduplication
import StageKit

/// Reads messages and lets each key through once.
func run(_ options: TransformDedupeOptions, _ stage: Stage) throws {
  var settings = DeduplicationSettings()
  settings.keep = options.keep
  settings.orderBy = options.orderBy
  settings.conflictsPath = options.reportConflicts
  settings.temporaryFolder = options.temporaryFolder
  settings.wire = options.wire
  var deduplicator = try Deduplicator(stage, settings)
  var input = MessageInput(stage, options.wire)
  var output = MessageOutput(stage, shard: options.wire.shard)
  try deduplicator.run(&input, &output)
}
