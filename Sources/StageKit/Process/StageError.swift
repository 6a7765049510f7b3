/// A reason to end the program: what to tell the user, and the exit code that a scheduler acts on.
public struct StageError: Error, Sendable, Equatable {
  /// The exit code of the program.
  public let code: ExitCode
  /// What went wrong, where, and what to do: one line, without a secret.
  public let message: String

  /// Makes an error.
  public init(_ code: ExitCode, _ message: String) {
    self.code = code
    self.message = message
  }
}

extension StageError {
  /// What a range from `--since` to `--until` is refused with where nothing can lie in it.
  public static let emptyRange = StageError(
    .usage,
    "--since must be before --until, which is not part of the range"
  )
}

/// An error that knows how it ends the program.
public protocol StageErrorConvertible: Error {
  /// The reason to end the program, with its exit code.
  var stageError: StageError { get }
}
