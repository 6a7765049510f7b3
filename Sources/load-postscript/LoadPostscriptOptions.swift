import Policy
import PostscriptAPI
import PostscriptSender
import StageKit

/// What the user of `load-postscript` can set.
struct LoadPostscriptOptions: Sendable {
  var journal: String?
  var syncLog: String?
  var plan: String?
  var apply: String?
  var maxRecords: RejectLimit?
  var createWithKeyword: String?
  var maxCreates = SendingSettings().createLimit
  var quietHours: QuietSpan?
  var maxAge = SendingSettings().maxAge
  var onUnknown = SendingSettings().onUnknown
  var callingCode = SendingSettings().callingCode
  var store = SendingSettings().store
  var temporaryFolder = SendingSettings().temporaryFolder
  var check = false
  var format = ConnectionCheck.Format.text
  var wire = WireOptions()
  var client = APIClientOptions()
  var webhooks = WebhookOptions()

  static let rows: [OptionSpec<LoadPostscriptOptions>] =
    fileRows + guardRows + otherRows
    + [WireOptions.stream, WireOptions.atEOF, WireOptions.replay].within(\.wire)
    + APIClientOptions.rows.within(\.client)

  private static let fileRows: [OptionSpec<LoadPostscriptOptions>] = [
    .value(
      "--journal",
      "FILE",
      \.journal,
      help:
        "Where it is remembered what was accepted: one file for each shop, kept from run to run. "
        + "Without it nothing is sent.",
      completion: .file
    ),
    .value(
      "--sync-log",
      "FILE",
      \.syncLog,
      help: "Append what became of each request and record to FILE, as the stream "
        + "postscript_sync_log, for load-postgres.",
      completion: .file
    ),
    .value("--store", "ID", \.store, help: "The store_id of the sync log."),
    .value(
      "--temporary-folder",
      "DIR",
      \.temporaryFolder,
      help: "Where the records wait while they are counted.",
      environment: "TMPDIR",
      completion: .folder
    ),
  ]

  private static let guardRows: [OptionSpec<LoadPostscriptOptions>] = [
    .value(
      "--plan",
      "FILE",
      \.plan,
      help: "Send nothing; write to FILE what would be sent: how much of what, a sample, what "
        + "happens to each property, and how many people would be created.",
      completion: .file
    ),
    .value(
      "--apply",
      "FILE",
      \.apply,
      help: "Send exactly what the plan in FILE counts; a plan that is stale is refused.",
      completion: .file
    ),
    .value(
      "--max-records",
      "N|N%",
      \.maxRecords,
      help: "Send nothing where more than N records, or N percent of those read, would be sent."
    ),
    .value(
      "--create-with-keyword",
      "WORD",
      \.createWithKeyword,
      help:
        "Ask people who are no subscribers, and whose record says that they gave consent by the "
        + "keyword WORD, to confirm it. Without it nobody is created."
    ),
    .value(
      "--max-creates",
      "N",
      \.maxCreates,
      in: 0...10_000_000,
      help: "The most people that the records of one input may create, in all runs over it."
    ),
    .value(
      "--quiet-hours",
      "HH:MM-HH:MM",
      \.quietHours,
      help:
        "Hold events and new people back while it is that time of day where the person may be, by "
        + "area code and state; the run then ends with exit code 75, and the same run later sends "
        + "them. Opt-outs are never held back."
    ),
    .value(
      "--max-age",
      "SPAN",
      \.maxAge,
      help: "Events older than that are history, which nobody wants a text about: they are skipped "
        + "and counted."
    ),
    .value(
      "--on-unknown",
      "ACTION",
      \.onUnknown,
      help: "What to do with an event or a new person that was sent and never answered for: retry "
        + "(it may then arrive twice, with the same external_id), or skip (it may never arrive)."
    ),
  ].under(heading: "Guards")

  private static let otherRows: [OptionSpec<LoadPostscriptOptions>] = [
    .value(
      "--calling-code",
      "CODE",
      \.callingCode,
      help: "The country calling code of phone numbers that are written without one, such as 1."
    ),
    .flag(
      "--check",
      \.check,
      help: "Only check the connection, and write one line on its state."
    ),
    .value("--format", "FORMAT", \.format, help: "How --check answers: text or json."),
  ]

  static let command = Command(
    "load-postscript",
    summary: "send events and subscriber properties to Postscript",
    description:
      "Reads Singer messages, or bare NDJSON with --stream, and sends the records of four "
      + "streams: postscript_events, postscript_subscriber_updates, postscript_unsubscribes and "
      + "postscript_redactions. All of the input is read and counted before anything leaves, so "
      + "half an input sends nothing.\n\n"
      + "What the API has accepted is in the journal before a STATE is written, so a run that was "
      + "cut off is simply run again: what was answered for is not sent twice. Accepted is all that "
      + "is known: whether a text follows is decided by the shop's own flows.\n\nPeople are found by "
      + "subscriber_id, then phone, then email. An update of someone who is no subscriber is skipped "
      + "and counted; consent is never given on anyone's behalf, and an opt-out always wins.",
    initial: LoadPostscriptOptions(),
    options: rows,
    examples: [
      CommandExample(
        "See what would be sent:",
        "load-postscript --journal shop.journal --plan plan.json < events.ndjson"
      ),
      CommandExample(
        "Send exactly that, and log it in the warehouse:",
        "load-postscript --journal shop.journal --apply plan.json --sync-log log.ndjson "
          + "< events.ndjson && load-postgres < log.ndjson"
      ),
      CommandExample(
        "Send at most 500 records, none of them at night:",
        "load-postscript --journal shop.journal --max-records 500 --quiet-hours 20:00-09:00 "
          + "< events.ndjson"
      ),
    ],
    exitCodes: exitCodes,
    rejectCodes: SenderStream.rejectCodes,
    check: { options throws(StageError) in try options.checkTogether() },
    subcommands: WebhookOptions.commands
  )

  static let exitCodes: [ExitCode] =
    ExitCode.ofEveryStage + [.unavailable, .tempFail, .notAuthorised]

  private func checkTogether() throws(StageError) {
    try client.check()
    guard check || journal != nil else {
      throw StageError(.usage, "--journal: it is needed to remember what was accepted")
    }
    guard plan == nil || apply == nil else {
      throw StageError(.usage, "--plan sends nothing, and --apply sends: give one of them")
    }
    guard createWithKeyword == nil || maxCreates > 0 || plan != nil else {
      throw StageError(.usage, "--create-with-keyword creates nobody without --max-creates N")
    }
  }
}
