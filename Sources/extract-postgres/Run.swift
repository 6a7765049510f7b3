import Attribution
import StageKit
import Warehouse

/// Extracts the streams, or writes the catalog of what there is.
func run(_ options: ExtractPostgresOptions, _ stage: Stage) throws {
  var settings = UnloadSettings()
  settings.schema = options.warehouse.schema.text
  settings.tables = options.tables
  settings.query = options.query
  settings.stream = options.stream
  settings.key = options.key
  settings.replicationKey = options.replicationKey
  settings.since = options.since
  settings.overlap = options.overlap
  settings.statePath = options.state
  settings.catalogPath = options.catalog
  settings.writesObservations = options.observations
  settings.isBare = options.wire.bare
  settings.shard = options.wire.shard
  settings.lockTimeout = options.warehouse.lockTimeout
  settings.statementTimeout = options.warehouse.statementTimeout
  let target = try options.warehouse.connection(for: stage.program)
  guard !options.discover else { return try Discovery.write(target, settings, stage) }
  let facts = try options.ordersFacts.map { path throws(StageError) in
    try WholeOrdersWriter(path, bare: options.wire.bare)
  }
  let unload = try Unload(settings, stage)
  unload.watch(facts?.take)
  try unload.run(target)
  try facts?.finish()
}
