public import PostscriptAPI
public import StageKit
import Wire

/// Keeps the shop's webhook subscriptions at Postscript.
public struct WebhookAdministration {
  private let stage: Stage
  private let client: PostscriptClient
  private let format: ConnectionCheck.Format
  private static let path = "/api/v2/webhooks"
  /// How often a subscription is asked for before the last failure counts.
  private static let attempts = 4

  /// Prepares the client; nothing is sent yet.
  ///
  /// - Throws: what ``PostscriptClient`` refuses.
  public init(
    _ stage: Stage,
    _ options: APIClientOptions,
    _ format: ConnectionCheck.Format
  ) throws(StageError) {
    self.stage = stage
    self.format = format
    client = try PostscriptClient(options)
  }

  /// Takes the number of requests into the summary.
  public func finish() { stage.count(client.statistics) }

  /// Writes all subscriptions, one a line.
  public func list() throws {
    try write(try subscriptions())
  }

  /// Makes sure that there is exactly one subscription of an address to an event, with these header
  /// fields, and writes it.
  ///
  /// Nothing says that Postscript refuses a second one that is the same, which would deliver
  /// everything twice: so they are listed first, and again where a request for one was not answered.
  public func create(_ event: String, to url: String, headers: [String: String]?) throws {
    var failure: CallFailure?
    for attempt in 1...WebhookAdministration.attempts {
      let same = try subscriptions().first { $0.isFor(event) && $0.callbackURL == url }
      if let there = same {
        if let headers, headers != there.headers {
          return try write([try change(there, headers)])
        }
        if attempt == 1 { stage.log.info("there is this subscription already") }
        return try write([there])
      }
      switch try post(event, url, headers ?? [:]) {
      case .success(let made): return try write([made])
      case .failure(let reason):
        failure = reason
        guard reason.stageError.code == .unavailable else { throw reason.stageError }
        stage.log.warning("no subscription yet (\(reason.text)): looking whether there is one")
      }
    }
    if let failure { throw failure.stageError }
  }

  /// Ends a subscription.
  public func remove(_ id: String) throws {
    let target = "\(WebhookAdministration.path)/\(PathSegment.encoded(id))"
    let hooks = try subscriptions()
    guard let hook = hooks.first(where: { $0.id == id }) else {
      throw StageError(
        .data,
        "there is no subscription \(Excerpt.quoted(id)): list names those there are"
      )
    }
    let outcome = try client.callAlone(stage, HTTPRequest("DELETE", target), { _ in true })
    // One that is gone by now is what was wanted, as after an answer that was lost.
    if case .failure(let failure) = outcome, try subscriptions().contains(where: { $0.id == id }) {
      throw failure.stageError
    }
    try write([hook])
  }

  /// Asks Postscript to deliver an example of an event to those who have subscribed to it.
  public func test(_ event: String) throws {
    guard try subscriptions().contains(where: { $0.isFor(event) }) else {
      throw StageError(
        .data,
        "no subscription is for \(Excerpt.quoted(event)), so nothing would be delivered: list names "
          + "those there are"
      )
    }
    let body = JSONValue.object([("event", .string(event))])
    _ = try call(request("POST", "/test", body), { _ in true }).get()
    stage.log.info("accepted: the delivery comes by itself, at the receiver's address")
  }

  /// The token by which deliveries are told from those of strangers.
  public func token() throws -> String {
    try call(request("GET", "/token", nil)) { (response) throws(UnexpectedAnswer) in
      let body = try? response.body.withView { try JSONValue(parsing: $0) }
      guard let token = body?["token"]?.string, !token.isEmpty else {
        throw UnexpectedAnswer("no token in the answer")
      }
      return token
    }.get()
  }

  private func subscriptions() throws -> [SubscribedWebhook] {
    try call(request("GET", "", nil), SubscribedWebhook.list).get()
  }

  private func post(
    _ event: String,
    _ url: String,
    _ headers: [String: String]
  ) throws -> Result<SubscribedWebhook, CallFailure> {
    var last: Result<SubscribedWebhook, CallFailure>?
    for spelling in SubscribedWebhook.spellings(of: event) {
      let body = JSONValue.object([
        ("callback_url", .string(url)), ("event", .string(spelling)), ("headers", fields(headers)),
      ])
      let outcome = try client.callAlone(
        stage,
        request("POST", "", body),
        repeats: false,
        SubscribedWebhook.one
      )
      // Another spelling helps only where the API has refused this one.
      guard case .failure(.refused(let error)) = outcome, error.kind == .rejected else {
        return outcome
      }
      last = last ?? outcome
    }
    guard let last else { throw StageError(.software, "an event has a spelling") }
    return last
  }

  private func change(
    _ hook: SubscribedWebhook,
    _ headers: [String: String]
  ) throws -> SubscribedWebhook {
    let body = JSONValue.object([
      ("callback_url", .string(hook.callbackURL)), ("headers", fields(headers)),
    ])
    let target = "/\(PathSegment.encoded(hook.id))"
    return try call(request("PATCH", target, body), SubscribedWebhook.one).get()
  }

  private func fields(_ headers: [String: String]) -> JSONValue {
    .object(headers.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
  }

  private func request(_ method: String, _ below: String, _ body: JSONValue?) -> HTTPRequest {
    HTTPRequest(
      method,
      WebhookAdministration.path + below,
      body: body.map { Array($0.text.utf8) }
    )
  }

  private func call<Answer: Sendable>(
    _ request: HTTPRequest,
    _ read: @escaping CallPool<Int, Answer>.AnswerReader
  ) throws(StageError) -> Result<Answer, StageError> {
    try client.callAlone(stage, request, read).mapError(\.stageError)
  }

  private func write(_ hooks: [SubscribedWebhook]) throws {
    var output = MessageOutput(stage)
    for hook in hooks {
      switch format {
      case .text: output.buffer.append(Logger.onOneLine(stage.log.redacted(hook.text)))
      case .json: hook.json.write(to: &output.buffer)
      }
      try output.endLine()
    }
    try output.flush()
  }
}
