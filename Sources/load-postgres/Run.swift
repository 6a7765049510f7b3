import Policy
import StageKit
import Warehouse

/// Loads messages, or does what the subcommand says.
func run(_ options: LoadPostgresOptions, _ stage: Stage) throws {
  let connection = try options.warehouse.connection(for: stage.program)
  let settings = settings(options)
  switch stage.subcommand {
  case "migrate":
    try Maintenance.migrate(connection, settings, partitions: options.partitions, stage)
  case "refresh": try Maintenance.rebuildMarts(connection, settings, stage)
  case "coverage":
    try CoverageListing.show(connection, settings, store: options.settings.store, stage)
  case "failures":
    try FailedRuns.record(options.settings.file, connection, settings, stage)
  case let command? where command.hasPrefix("settings "):
    let work = PolicyMaintenance(connection, settings, stage)
    try changeSettings(command, options.settings, work)
  default:
    let loader = try Loader.open(connection, settings, stage)
    var input = MessageInput(stage, options.wire, takesAll: true)
    try loader.load(&input)
  }
}

private func changeSettings(
  _ command: String,
  _ options: SettingsOptions,
  _ work: PolicyMaintenance
) throws {
  switch command {
  case "settings show": try work.show(store: options.store, options.format)
  case "settings set":
    try work.set(SettingAssignments(options.assignments), store: options.store)
  case "settings export": try work.export(store: options.store)
  case "settings import": try work.replace(by: PolicyDocument(file: options.file))
  default: preconditionFailure("no subcommand \(command)")
  }
}

private func settings(_ options: LoadPostgresOptions) -> LoadSettings {
  var settings = LoadSettings()
  settings.commitInterval = options.commitEvery
  settings.invalidText = options.invalidText
  settings.deleteLimit = options.maxDelete
  settings.deletesRows = options.hardDelete
  settings.withdrawalLimit = options.maxWithdrawn
  settings.requiresCoverage = options.requireCoverage
  settings.stateID = options.stateID
  settings.isDryRun = options.isDryRun
  settings.bareKey = options.wire.key
  settings.schema = options.warehouse.schema.text
  settings.lockTimeout = options.warehouse.lockTimeout
  settings.statementTimeout = options.warehouse.statementTimeout
  return settings
}
