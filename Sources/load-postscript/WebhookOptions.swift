import PostscriptAPI
import PostscriptSender
import StageKit
import Wire

/// What the user of `load-postscript webhooks` can set.
struct WebhookOptions: Sendable {
  var event = ""
  var callbackURL = ""
  var headersFile: String?
  var tokenFile: String?
  var id = ""

  private typealias Row = OptionSpec<LoadPostscriptOptions>

  static let commands: [Command<LoadPostscriptOptions>] = [list, create, remove, test]

  private static let formatRow: Row = .value(
    "--format",
    "FORMAT",
    \.format,
    help: "How subscriptions are written: text, or json, one object a line. The values of header "
      + "fields, which may be secrets, are in neither."
  )

  private static let list = command(
    "webhooks list",
    "print the webhook subscriptions of the shop",
    "One a line: its id, the event, and where deliveries go."
  )

  private static let create = command(
    "webhooks create",
    "subscribe an address to an event, once",
    "Where there is the same subscription already it is left, and gets the header fields that are "
      + "given: two of them would deliver everything twice. The events that are known are "
      + "shop.test, shop.incoming_message, shop.subscriber.opt_in, shop.subscriber.opt_out and "
      + "shop.email_collected.",
    rows: [
      .value("--event", "EVENT", \.webhooks.event, help: "What is delivered.", required: true),
      .value(
        "--callback-url",
        "URL",
        \.webhooks.callbackURL,
        help: "Where deliveries go: an https address, at which receive-webhook answers.",
        required: true
      ),
      .value(
        "--headers-file",
        "FILE",
        \.webhooks.headersFile,
        help: "Header fields that come with each delivery: a JSON object of texts.",
        completion: .file
      ),
      .value(
        "--token-file",
        "FILE",
        \.webhooks.tokenFile,
        help: "Write the shop's token to FILE, for its owner alone: receive-webhook knows "
          + "deliveries by it.",
        completion: .file
      ),
    ],
    examples: [
      CommandExample(
        "Have opt-outs delivered, and keep the token for the receiver:",
        "load-postscript webhooks create --event shop.subscriber.opt_out "
          + "--callback-url https://shop.example/webhooks/postscript --token-file webhook-token"
      )
    ],
    check: { options throws(StageError) in
      try options.client.check()
      let url = options.webhooks.callbackURL
      let host = url.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" }
      let isPlain = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
      guard url.hasPrefix("https://"), !host.isEmpty, isPlain else {
        throw StageError(
          .usage,
          "--callback-url: \(Excerpt.quoted(url)) is no https address such as "
            + "https://shop.example/webhooks/postscript"
        )
      }
    }
  )

  private static let remove = command(
    "webhooks remove",
    "end a webhook subscription",
    "",
    operands: .one("ID", \.webhooks.id, help: "The subscription's id, as list writes it.")
  )

  private static let test = command(
    "webhooks test",
    "ask Postscript to deliver an example of an event",
    "The answer says only that it was asked for: the delivery comes to the receiver by itself.",
    operands: .one("EVENT", \.webhooks.event, help: "The event, to which there is a subscription.")
  )

  private static func command(
    _ name: String,
    _ summary: String,
    _ description: String,
    operands: OperandSpec<LoadPostscriptOptions> = .none,
    rows: [Row] = [],
    examples: [CommandExample] = [],
    check: @escaping @Sendable (LoadPostscriptOptions) throws(StageError) -> Void = {
      options throws(StageError) in try options.client.check()
    }
  ) -> Command<LoadPostscriptOptions> {
    Command(
      name,
      summary: summary,
      description: description,
      operands: operands,
      initial: LoadPostscriptOptions(),
      options: rows + [formatRow] + APIClientOptions.rows.within(\.client),
      examples: examples,
      exitCodes: LoadPostscriptOptions.exitCodes,
      handlesRecords: false,
      check: check
    )
  }

  /// The header fields of the file; nil where none is given.
  func headers() throws(StageError) -> [String: String]? {
    guard let headersFile else { return nil }
    let bytes = try SmallFile.read(headersFile)
    let object = try? bytes.withView { try JSONValue(parsing: $0) }
    guard let members = object?.members, members.allSatisfy({ $0.value.string != nil }) else {
      throw StageError(.config, "--headers-file: \(headersFile) holds no JSON object of texts")
    }
    return Dictionary(members.map { ($0.key, $0.value.string ?? "") }) { $1 }
  }
}
