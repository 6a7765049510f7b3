import PostscriptAPI
import PostscriptSender
import StageKit

/// Sends the records, plans it, or checks the connection.
func run(_ options: LoadPostscriptOptions, _ stage: Stage) throws {
  guard !options.check else {
    return try ConnectionCheck(stage, options.client, format: options.format).run()
  }
  var settings = SendingSettings()
  settings.journalPath = options.journal ?? ""
  settings.syncLogPath = options.syncLog
  settings.planPath = options.plan
  settings.applyPath = options.apply
  settings.recordLimit = options.maxRecords
  settings.createKeyword = options.createWithKeyword
  settings.createLimit = options.maxCreates
  settings.quiet = options.quietHours
  settings.maxAge = options.maxAge
  settings.onUnknown = options.onUnknown
  settings.callingCode = options.callingCode
  settings.store = options.store
  settings.temporaryFolder = options.temporaryFolder
  settings.wire = options.wire
  try SendingRun(stage, options.client, settings).run()
}
