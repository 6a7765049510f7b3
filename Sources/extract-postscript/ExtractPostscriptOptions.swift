import PostscriptAPI
import StageKit
import Wire

/// What the user of `extract-postscript` can set.
struct ExtractPostscriptOptions: Sendable {
  var streams: [APIStream] = []
  var since: Timestamp?
  var until: Timestamp?
  var by = TimeField.updated
  var state: String?
  var catalog: String?
  var discover = false
  var overlap = APIExtractionSettings().overlap
  var store = APIExtractionSettings().store
  var shopNumber: ShopNumber?
  var check = false
  var format = ConnectionCheck.Format.text
  var wire = WireOptions()
  var client = APIClientOptions()

  static let rows: [OptionSpec<ExtractPostscriptOptions>] =
    [
      .list(
        "--streams",
        "A,B",
        \.streams,
        help: "The streams to extract; without it postscript_keywords, postscript_webhooks and "
          + "postscript_subscribers. The other two are asked for by ids, which are read from "
          + "stdin, one a line."
      ),
      .value(
        "--since",
        "TIME",
        \.since,
        help: "Only subscribers that changed (or, with --by created_at, were created) at TIME or "
          + "later."
      ),
      .value("--until", "TIME", \.until, help: "Only those that did so before TIME."),
      .value(
        "--by",
        "FIELD",
        \.by,
        help: "The time that --since and --until mean, and that orders the subscribers: "
          + "created_at never changes, so it cuts a backfill into windows that don't overlap."
      ),
      .state(\.state),
      .catalog(\.catalog),
      .flag(
        "--discover",
        \.discover,
        help: "Only write a Singer catalog of the streams; nothing is asked of the API."
      ),
      .value(
        "--overlap",
        "SECONDS",
        \.overlap,
        in: 0...86_400,
        help: "How many seconds after its own time a change may still appear in the list: each "
          + "run begins that long before the end of the last."
      ),
      .value("--store", "ID", \.store, help: "The store_id of every record."),
      .value(
        "--shop-number",
        "NUMBER",
        \.shopNumber,
        help: "The number that people text, as +15153755550: keywords then get an sms_link."
      ),
      .flag(
        "--check",
        \.check,
        help: "Only check the connection, and write one line on its state."
      ),
      .value("--format", "FORMAT", \.format, help: "How --check answers: text or json."),
    ] + [WireOptions.bare, WireOptions.shard].within(\.wire)
    + APIClientOptions.rows.within(\.client)

  static let command = Command(
    "extract-postscript",
    summary: "extract what the Postscript API gives",
    description: "Writes subscribers, keywords and webhooks, and by their ids sent messages and "
      + "message requests, as Singer messages. Values stay as the API sends them; times on the top "
      + "level get the Z that some lack, and each record its store_id.\n\nThe subscribers are read "
      + "while they change: those that change in the meantime are read again, and each STATE covers only "
      + "what is complete. With --state the next run goes on from there, a minute (--overlap) "
      + "before the end of the last, since late changes may still have come in; loading is "
      + "idempotent. --since and --until together are a backfill, which moves no state.\n\nRequests keep to the API's limit "
      + "of 15 a second. After 429, 5xx and network faults they are tried again; a key that is "
      + "refused ends the run at once.",
    initial: ExtractPostscriptOptions(),
    options: rows,
    examples: [
      CommandExample("Check the connection:", "extract-postscript --check"),
      CommandExample(
        "Bring the warehouse up to date, and remember how far:",
        "extract-postscript --state state.json | load-postgres > next.json"
      ),
      CommandExample(
        "Extract the subscribers of one month by their creation:",
        "extract-postscript --streams postscript_subscribers --by created_at --since 2026-01-01 "
          + "--until 2026-02-01"
      ),
      CommandExample(
        "Fetch messages by their ids:",
        "extract-postscript --streams postscript_sent_messages < ids.txt"
      ),
    ],
    exitCodes: ExitCode.ofEveryStage + [.unavailable, .tempFail, .notAuthorised],
    rejectCodes: APIExtraction.rejectCodes,
    check: { options throws(StageError) in try options.checkTogether() }
  )

  /// A range begins before it ends, one list of ids is of one stream, and the API has its limit.
  private func checkTogether() throws(StageError) {
    if let since, let until, since >= until { throw StageError.emptyRange }
    guard streams.count(where: \.isByID) <= 1 else {
      throw StageError(.usage, "--streams: the ids on stdin can be those of one stream only")
    }
    try client.check()
  }
}
