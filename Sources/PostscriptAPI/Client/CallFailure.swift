public import StageKit

/// Why a call to the API came to nothing, after all retries.
public enum CallFailure: StageErrorConvertible, Sendable, Equatable {
  /// The API refused it.
  case refused(APIError)
  /// The answer isn't what the API sends.
  case unexpected(String)
  /// The API can't be reached, or the connection failed.
  case network(HTTPFault, address: String)
  /// Something on this machine failed.
  case local(StageError)

  /// What happened, in the API's own words where it has answered.
  public var text: String {
    switch self {
    case .refused(let error): error.text
    case .unexpected(let reason): "unexpected answer to \(reason)"
    case .network(let fault, let address): "\(address): \(fault.reason)"
    case .local(let error): error.message
    }
  }

  /// How long the server has asked to wait, in nanoseconds.
  var askedWait: Int64 {
    guard case .refused(let error) = self else { return 0 }
    return error.retryAfter.map { APIError.nanoseconds($0) } ?? 0
  }

  /// The reason to end a program, with its exit code: 77 for keys, 69 for what may pass, 65 for
  /// answers that make no sense.
  public var stageError: StageError {
    switch self {
    case .local(let error): return error
    case .network(let fault, _):
      switch fault.kind {
      case .tooLarge: return StageError(.data, text)
      case .proxy: return StageError(.config, text)
      default: return StageError(.unavailable, text)
      }
    case .unexpected: return StageError(.unavailable, text)
    case .refused(let error): return CallFailure.stageError(error)
    }
  }

  private static func stageError(_ error: APIError) -> StageError {
    switch error.kind {
    case .keyRefused:
      StageError(
        .notAuthorised,
        "the key was refused: it may have been regenerated or have expired (\(error.text))"
      )
    case .notPermitted:
      StageError(
        .notAuthorised,
        "the key is valid but not permitted to do this: the shop's plan may have no API access, the "
          + "key may lack this right, or it is a shop key where a partner key is needed "
          + "(\(error.text))"
      )
    case .throttled: StageError(.unavailable, "still too many requests (\(error.text))")
    case .server: StageError(.unavailable, "the API fails (\(error.text))")
    case .notFound:
      StageError(
        .config,
        "there is no such address, so --base-url is not that of the API (\(error.text))"
      )
    case .rejected: StageError(.data, "the API refused the request (\(error.text))")
    case .unexpected: StageError(.unavailable, "unexpected answer (\(error.text))")
    }
  }
}

/// A success whose body isn't what the endpoint sends: a fault of the server or of something on the
/// way, after which the request is tried again where that may help.
public struct UnexpectedAnswer: Error, Sendable, Equatable {
  /// What is wrong with it.
  public let reason: String
  /// Whether another attempt may bring another answer.
  public let passes: Bool

  /// Makes an error.
  public init(_ reason: String, passes: Bool = true) {
    self.reason = reason
    self.passes = passes
  }
}
