import PostscriptAPI
import PostscriptSender
import StageKit

/// Sends the records, plans it, checks the connection, or does what the subcommand says.
func run(_ options: LoadPostscriptOptions, _ stage: Stage) throws {
  if let subcommand = stage.subcommand { return try keepWebhooks(subcommand, options, stage) }
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

private func keepWebhooks(
  _ subcommand: String,
  _ options: LoadPostscriptOptions,
  _ stage: Stage
) throws {
  let webhooks = options.webhooks
  let work = try WebhookAdministration(stage, options.client, options.format)
  defer { work.finish() }
  switch subcommand {
  case "webhooks list": try work.list()
  case "webhooks create":
    try work.create(webhooks.event, to: webhooks.callbackURL, headers: webhooks.headers())
    // There is no token before the first subscription.
    guard let path = webhooks.tokenFile else { return }
    try OutputFile.replace(path, "the token file", with: work.token() + "\n")
  case "webhooks remove": try work.remove(webhooks.id)
  case "webhooks test": try work.test(webhooks.event)
  default: preconditionFailure("no subcommand \(subcommand)")
  }
}
