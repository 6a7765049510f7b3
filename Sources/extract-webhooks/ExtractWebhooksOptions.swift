import StageKit
import Webhooks

/// What the user of `extract-webhooks` can set.
struct ExtractWebhooksOptions: Sendable {
  var spool = ""
  var state: String?
  var catalog: String?
  var discover = false
  var store = WebhookExtractionSettings().store
  var removeExtracted = false
  var wire = WireOptions()

  static let rows: [OptionSpec<ExtractWebhooksOptions>] =
    [
      .value(
        "--spool",
        "DIR",
        \.spool,
        help: "The folder in which receive-webhook keeps deliveries.",
        required: true,
        completion: .file
      ),
      .state(\.state),
      .catalog(\.catalog),
      .flag("--discover", \.discover, help: "Only write a Singer catalog of the stream."),
      .value("--store", "ID", \.store, help: "The store_id of every record."),
      .flag(
        "--remove-extracted",
        \.removeExtracted,
        help: "Remove the files of past hours that --state says are extracted whole."
      ),
    ] + [WireOptions.bare, WireOptions.shard].within(\.wire)

  static let command = Command(
    "extract-webhooks",
    summary: "extract the webhooks that were received",
    description: "Writes the deliveries that receive-webhook has kept as the stream "
      + "postscript_webhook_events, in the order in which they came. The same body to the same address "
      + "is the same delivery: within a run it is written once, and over several runs the loader keeps "
      + "one of it, by delivery_id. What state follows from several events is told by event_time, "
      + "since deliveries overtake each other. The body is kept as it came.\n\nWith --state the next run "
      + "goes on from there. --remove-extracted lets go of files only once a state says that they are "
      + "loaded.",
    initial: ExtractWebhooksOptions(),
    options: rows,
    examples: [
      CommandExample(
        "Load what has come in, and remember how far:",
        "extract-webhooks --spool /var/spool/postscript-etl --state state.json | load-postgres > "
          + "next.json"
      )
    ],
    exitCodes: ExitCode.ofEveryStage,
    rejectCodes: WebhookExtraction.rejectCodes
  )
}
