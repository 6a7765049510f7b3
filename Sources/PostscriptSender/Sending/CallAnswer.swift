public import PostscriptAPI
public import StageKit
public import Wire

/// What came of one request, as far as a sender must tell it apart.
public enum CallAnswer: Sendable {
  /// A success, with its body where that is readable JSON.
  case success(JSONValue?)
  /// The API refused it for good: its words, its status, and whether the words say nothing.
  case refused(String, status: Int, saysNothing: Bool)
  /// 429: it certainly did nothing. The server may ask to wait, in nanoseconds.
  case throttled(String, asked: Int64 = 0)
  /// No answer, or none of the API's: why, and whether it may have taken effect.
  case lost(String, RetryPolicy.Failure, mayHaveArrived: Bool, asked: Int64 = 0)
  /// The run must end: the key is refused, or this machine fails.
  case ending(StageError)

  /// Reads an attempt of the client.
  public init(_ attempt: Result<HTTPResponse, CallFailure>) {
    switch attempt {
    case .success(let response):
      self = .success(try? response.body.withView { try JSONValue(parsing: $0) })
    case .failure(.refused(let error)):
      switch error.kind {
      case .keyRefused, .notPermitted, .unexpected:
        self = .ending(CallFailure.refused(error).stageError)
      case .throttled: self = .throttled(error.text, asked: CallAnswer.wait(error))
      case .server:
        // Only 503 is said before anything is done.
        self = .lost(
          error.text,
          .server,
          mayHaveArrived: error.status != 503,
          asked: CallAnswer.wait(error)
        )
      case .notFound, .rejected:
        let saysNothing = ["{}", "no explanation"].contains(error.message)
        let words = saysNothing ? "HTTP \(error.status): no explanation" : error.text
        self = .refused(words, status: error.status, saysNothing: saysNothing)
      }
    case .failure(.network(let fault, let address)):
      let never: [HTTPFault.Cause] = [.unresolved, .unreachable, .certificate]
      self = .lost(
        "\(address): \(fault.reason)",
        .network(fault.kind),
        mayHaveArrived: !never.contains(fault.kind)
      )
    case .failure(.unexpected(let reason)):
      let failure = CallFailure.unexpected(reason).withoutQuery
      self = .lost(failure.text, .server, mayHaveArrived: true)
    case .failure(.local(let error)): self = .ending(error)
    }
  }

  /// How long the server asks to wait, in nanoseconds; a month at most.
  private static func wait(_ error: APIError) -> Int64 {
    Int64(min(error.retryAfter ?? 0, 30 * 86_400)) * 1_000_000_000
  }

  /// The same with words that don't tell whom it is about: the API may repeat what it was sent.
  func hiding(_ person: Recipient) -> CallAnswer {
    let hide = { (words: String) in
      [person.phone, person.email].compactMap { $0 }.reduce(words) { Secret.hiding($1, in: $0) }
    }
    return switch self {
    case .success, .ending: self
    case .refused(let words, let status, let saysNothing):
      .refused(hide(words), status: status, saysNothing: saysNothing)
    case .throttled(let words, let asked): .throttled(hide(words), asked: asked)
    case .lost(let words, let failure, let mayHaveArrived, let asked):
      .lost(hide(words), failure, mayHaveArrived: mayHaveArrived, asked: asked)
    }
  }
}

extension CallFailure {
  /// The same without the query of an address, which names people.
  var withoutQuery: CallFailure {
    guard case .unexpected(let reason) = self, let query = reason.firstIndex(of: "?"),
      let end = reason[query...].firstIndex(of: ":")
    else { return self }
    return .unexpected(String(reason[..<query] + reason[end...]))
  }
}
