import Outbound
import StageKit

/// Reads messages and lets through what has changed.
func run(_ options: TransformChangesOptions, _ stage: Stage) throws {
  var settings = ChangeSettings()
  settings.snapshotPath = options.snapshot
  settings.acceptedPath = options.accepted
  settings.notAcceptedPath = options.notAccepted
  settings.deleted = options.deleted
  settings.isBaseline = options.baseline
  settings.wire = options.wire
  let transform = try ChangeTransform(stage, settings)
  var input = MessageInput(stage, options.wire)
  var output = MessageOutput(stage, shard: options.wire.shard)
  try transform.run(&input, &output)
}
