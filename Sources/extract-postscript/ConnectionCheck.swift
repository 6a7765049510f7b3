import PostscriptAPI
import StageKit
import Wire

/// Answers `--check`: one line on what state the connection is in.
struct ConnectionCheck {
  let stage: Stage
  let settings: ClientSettings
  let format: CheckFormat

  /// A state that an operator must tell apart from the others.
  private enum State: String {
    case connected
    case notConfigured = "key not configured"
    case keyRefused = "key refused"
    case wrongKind = "key of the wrong kind"
    case noAccess = "no API access"
    case unreachable
    case unexpected = "unexpected answer"
  }

  /// Who the key belongs to.
  private struct Identity {
    let id: String
    let name: String
    let type: String
  }

  /// A state that isn't good, and how the program ends then.
  private struct Finding: Error {
    let state: State
    let error: StageError
  }

  /// Asks who the key belongs to and writes the answer.
  ///
  /// - Throws: what keeps it from being connected, with the exit code that belongs to it.
  func run() throws {
    let answer: (client: PostscriptClient, me: Identity)
    do throws(Finding) {
      let client = try client()
      answer = (client, try identity(client))
    } catch {
      try write(error.state, error.error.message, nil)
      throw error.error
    }
    let me = answer.me
    try write(.connected, "\(me.id) \(Excerpt.quoted(me.name)) at \(answer.client.address)", me)
  }

  private func client() throws(Finding) -> PostscriptClient {
    var settings = settings
    // An operator waits for the answer.
    settings.retryFor = min(settings.retryFor, 10)
    do throws(StageError) {
      return try PostscriptClient(settings, userAgent: Extraction.userAgent)
    } catch {
      switch error.code {
      case .config: throw Finding(state: .notConfigured, error: error)
      case .notAuthorised: throw Finding(state: .wrongKind, error: error)
      default: throw Finding(state: .unexpected, error: error)
      }
    }
  }

  private func identity(_ client: PostscriptClient) throws(Finding) -> Identity {
    do throws(CallFailure) {
      return try client.call(HTTPRequest("GET", "/api/v2/me")) {
        (response) throws(UnexpectedAnswer) in
        let body = try? response.body.withView { try JSONValue(parsing: $0) }
        guard let id = body?["resource_id"]?.string else {
          throw UnexpectedAnswer("no resource_id in the answer")
        }
        return Identity(
          id: id,
          name: body?["resource_name"]?.string ?? "",
          type: body?["resource_type"]?.string ?? ""
        )
      }
    } catch {
      throw Finding(state: state(of: error), error: error.stageError)
    }
  }

  private func state(of failure: CallFailure) -> State {
    switch failure {
    case .network: return .unreachable
    case .local, .unexpected: return .unexpected
    case .refused(let error):
      switch error.kind {
      case .keyRefused: return .keyRefused
      case .notPermitted: return .noAccess
      case .throttled, .server: return .unreachable
      case .notFound, .rejected, .unexpected: return .unexpected
      }
    }
  }

  private func write(_ state: State, _ detail: String, _ identity: Identity?) throws(StageError) {
    var output = MessageOutput(stage)
    switch format {
    case .text: output.buffer.append(stage.log.redacted("\(state.rawValue): \(detail)"))
    case .json:
      let code = state.rawValue.lowercased().split(separator: " ").joined(separator: "_")
      JSONValue.object([
        ("state", .string(code)), ("message", .string(stage.log.redacted(detail))),
        ("resource_id", identity.map { .string($0.id) } ?? .null),
        ("resource_name", identity.map { .string($0.name) } ?? .null),
        ("resource_type", identity.map { .string($0.type) } ?? .null),
      ]).write(to: &output.buffer)
    }
    do {
      try output.endLine()
      try output.flush()
    } catch let error as StageError {
      throw error
    } catch {
      throw StageError(.software, "unexpected error: \(error)")
    }
  }
}
