import StageKit
import Webhooks

/// What the user of `receive-webhook` can set: as a rule by environment variables, which the web
/// server hands on.
struct ReceiveWebhookOptions: Sendable {
  var spool = ""
  var token: Secret?
  var nextToken: Secret?
  var action = false
  var actionSecret: Secret?
  var maxBytes = 1 << 20

  static let rows: [OptionSpec<ReceiveWebhookOptions>] = [
    .value(
      "--spool",
      "DIR",
      \.spool,
      help: "The folder that deliveries are kept in; it must be there.",
      required: true,
      completion: .file
    ),
    .secret(
      "--token",
      \.token,
      help: "The token of the shop's webhooks, which Postscript-Signature must equal.",
      environment: "POSTSCRIPT_WEBHOOK_TOKEN"
    ),
    .secret(
      "--next-token",
      \.nextToken,
      help: "A second token that is as good, while one takes the place of the other.",
      environment: "POSTSCRIPT_WEBHOOK_NEXT_TOKEN"
    ),
    .flag(
      "--action",
      \.action,
      help: "Receive a flow's HTTP request action: Authorization must be Bearer and the secret."
    ),
    .secret(
      "--action-secret",
      \.actionSecret,
      help: "The secret of the HTTP request action.",
      environment: "POSTSCRIPT_ACTION_SECRET"
    ),
    .value(
      "--max-bytes",
      "N",
      \.maxBytes,
      in: 1...16 << 20,
      help: "The largest body; what is larger is answered 413."
    ),
  ]

  static let command = Command(
    "receive-webhook",
    summary: "keep a webhook that Postscript delivers, before it is acknowledged",
    description:
      "A CGI program (RFC 3875) for a web server that speaks HTTPS. It takes one delivery, "
      + "looks at method, signature, type and size, appends the body to a spool, and answers 200 only "
      + "once it is on the disk: nothing that was acknowledged is lost, and for anything else "
      + "Postscript tries again, every five minutes for an hour. A body that can't be read is kept as "
      + "it is. extract-webhooks turns the spool into a stream.\n\nAnswers: 200 kept; 400 no length, "
      + "or a body that ends early; 401 wrong signature or secret; 405 not POST; 413 too large; 415 "
      + "not JSON; 503 not kept, for one because the disk is full.",
    initial: ReceiveWebhookOptions(),
    options: rows,
    examples: [
      CommandExample(
        "As a web server calls it:",
        "POSTSCRIPT_ETL_SPOOL=/var/spool/postscript-etl POSTSCRIPT_WEBHOOK_TOKEN_FILE=/etc/token "
          + "receive-webhook"
      )
    ],
    exitCodes: ExitCode.ofEveryProgram,
    handlesRecords: false
  )

  /// What proves that a request may come in.
  ///
  /// - Throws: exit code 78 where the token or the secret is missing.
  func proof() throws(StageError) -> Receiver.Proof {
    if action {
      guard let actionSecret, !actionSecret.exposed.isEmpty else {
        throw StageError(.config, "no secret: set POSTSCRIPT_ACTION_SECRET or --action-secret-file")
      }
      return .bearer(actionSecret)
    }
    let tokens = [token, nextToken].compactMap { $0 }.filter { !$0.exposed.isEmpty }
    guard !tokens.isEmpty else {
      throw StageError(
        .config,
        "no token: set POSTSCRIPT_WEBHOOK_TOKEN or --token-file (GET /api/v2/webhooks/token)"
      )
    }
    return .signature(tokens)
  }
}
