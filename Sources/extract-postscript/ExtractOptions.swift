import PostscriptAPI
import StageKit
import Wire

/// The options of `extract-postscript`.
struct ExtractOptions: Sendable {
  var client = ClientSettings()
  var streams: [APIStream] = []
  var since: Timestamp?
  var until: Timestamp?
  var by = TimeField.updated
  var state: String?
  var store = "default"
  var overlap = Int(SubscriberWalk.usualSettling)
  var shopNumber: ShopNumber?
  var bare = false
  var check = false
  var format = CheckFormat.text

  static let rows: [OptionSpec<ExtractOptions>] =
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
      .value(
        "--state",
        "FILE",
        \.state,
        help: "Go on where the Singer state in FILE ends; a file that is missing or empty means "
          + "the beginning.",
        completion: .file
      ),
      .value(
        "--overlap",
        "SECONDS",
        \.overlap,
        help:
          "How late a change may show in the list after the time that it bears: each run begins "
          + "so long before the end of the last."
      ),
      .value("--store", "ID", \.store, help: "The store_id of every record."),
      .value(
        "--shop-number",
        "NUMBER",
        \.shopNumber,
        help: "The number that people text, as +15153755550: keywords then get an sms_link."
      ),
      .flag("--bare", \.bare, help: "Write bare records, without their Singer envelopes."),
      .flag(
        "--check",
        \.check,
        help: "Only check the connection, and write one line on its state."
      ),
      .value("--format", "FORMAT", \.format, help: "How --check answers: text or json."),
    ] + ClientSettings.rows.within(\.client)
}

/// A phone number in E.164.
struct ShopNumber: OptionValue {
  let text: String

  init(optionText: String) throws(InvalidValue) {
    let digits = optionText.dropFirst()
    guard optionText.hasPrefix("+"), (7...15).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), !digits.hasPrefix("0")
    else { throw InvalidValue("is not a phone number in E.164, such as +15153755550") }
    text = optionText
  }

  var optionText: String? { text }
}

/// How `--check` answers.
enum CheckFormat: String, OptionValue, CaseIterable {
  case text
  case json
}
