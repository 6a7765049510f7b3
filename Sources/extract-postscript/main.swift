import PostscriptAPI
import StageKit

let command = Command(
  "extract-postscript",
  summary: "extract what the Postscript API gives",
  description: "Writes subscribers, keywords and webhooks, and by their ids sent messages and "
    + "message requests, as Singer messages. Values stay as the API sends them; times on the top "
    + "level get the Z that some lack, and each record its store_id.\n\nThe subscribers are read "
    + "while they change: those that change meanwhile are met again, and each STATE covers only "
    + "what is complete. With --state the next run goes on from there, a minute (--overlap) "
    + "before the end of the last, since late changes may still have come in; loading is idempotent. --since and "
    + "--until together are a backfill, which moves no state.\n\nRequests keep to the API's limit "
    + "of 15 a second. After 429, 5xx and network faults they are tried again; a key that is "
    + "refused ends the run at once.",
  initial: ExtractOptions(),
  options: ExtractOptions.rows,
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
  rejectCodes: [.invalidIdentifier, .invalidObject, .notFound, .refused]
)

command.main { options, _, stage in
  if options.check {
    try ConnectionCheck(stage: stage, settings: options.client, format: options.format).run()
  } else {
    let extraction = try Extraction(stage, options)
    try extraction.run()
  }
}
