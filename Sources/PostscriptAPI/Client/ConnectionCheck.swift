public import StageKit
import Wire

/// Answers `--check`: one line on what state the connection is in.
public struct ConnectionCheck {
  private let stage: Stage
  private let options: APIClientOptions
  private let format: Format

  /// How the answer is written.
  public enum Format: String, OptionValue, CaseIterable {
    /// For people: the state, and what it is about.
    case text
    /// For programs: one JSON object.
    case json
  }

  /// Prepares the check; nothing is sent yet.
  public init(_ stage: Stage, _ options: APIClientOptions, format: Format) {
    self.stage = stage
    self.options = options
    self.format = format
  }

  /// The most seconds that a request may take, and that it is tried: an operator waits for the
  /// answer.
  private static let patience = 10

  /// A state that an operator must tell apart from the others.
  private enum CheckResult: String {
    case connected
    case notConfigured = "key not configured"
    case keyRefused = "key refused"
    case wrongKind = "key of the wrong kind"
    case noAccess = "no API access"
    case wrongAddress = "wrong address"
    case unreachable
    case unavailable
    case unexpected = "unexpected answer"
  }

  /// Who the key belongs to.
  private struct Identity: Sendable {
    let id: String
    let name: String
    let type: String
  }

  /// Asks who the key belongs to and writes the answer.
  ///
  /// What isn't about the connection, such as a bad option, is no state of it: the run just fails.
  ///
  /// - Throws: what keeps it from being connected, with the exit code that belongs to it.
  public func run() throws {
    let client = try client()
    defer { stage.count(client.statistics) }
    switch try client.callAlone(stage, HTTPRequest("GET", "/api/v2/me"), ConnectionCheck.read) {
    case .success(let me):
      try write(.connected, "\(me.id) \(Excerpt.quoted(me.name)) at \(client.address)", me)
    case .failure(let failure):
      let error = failure.stageError
      if let state = state(of: failure) { try write(state, error.message, nil) }
      throw error
    }
  }

  /// Makes sure that the API answers and knows the key, before a run sends anything.
  ///
  /// - Throws: what keeps it from being connected, with the exit code that belongs to it.
  public static func confirm(_ stage: Stage, _ client: PostscriptClient) throws(StageError) {
    let answer = try client.callAlone(stage, HTTPRequest("GET", "/api/v2/me"), ConnectionCheck.read)
    do throws(CallFailure) { _ = try answer.get() } catch { throw error.stageError }
  }

  private func client() throws -> PostscriptClient {
    var options = options
    options.retryFor = min(options.retryFor, ConnectionCheck.patience)
    options.timeout = min(options.timeout, ConnectionCheck.patience)
    do throws(StageError) {
      return try PostscriptClient(options)
    } catch {
      switch error.code {
      case .config: try write(.notConfigured, error.message, nil)
      case .notAuthorised: try write(.wrongKind, error.message, nil)
      default: break
      }
      throw error
    }
  }

  private static func read(_ response: HTTPResponse) throws(UnexpectedAnswer) -> Identity {
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

  private func state(of failure: CallFailure) -> CheckResult? {
    switch failure {
    case .local: return nil
    case .unexpected: return .unexpected
    case .network(let fault, _):
      return fault.kind == .malformed || fault.kind == .tooLarge ? .unexpected : .unreachable
    case .refused(let error):
      switch error.kind {
      case .keyRefused: return .keyRefused
      case .notPermitted: return .noAccess
      case .throttled, .server: return .unavailable
      case .notFound: return .wrongAddress
      case .rejected, .unexpected: return .unexpected
      }
    }
  }

  private func write(_ state: CheckResult, _ detail: String, _ identity: Identity?) throws {
    var output = MessageOutput(stage)
    switch format {
    case .text:
      let line = stage.log.redacted("\(state.rawValue): \(detail)")
      output.buffer.append(Logger.onOneLine(line))
    case .json:
      let code = state.rawValue.lowercased().split(separator: " ").joined(separator: "_")
      JSONValue.object([
        ("state", .string(code)), ("message", .string(stage.log.redacted(detail))),
        ("resource_id", identity.map { .string($0.id) } ?? .null),
        ("resource_name", identity.map { .string($0.name) } ?? .null),
        ("resource_type", identity.map { .string($0.type) } ?? .null),
      ]).write(to: &output.buffer)
    }
    try output.endLine()
    try output.flush()
  }
}
