/// How a process ended: by itself, or because a signal ended it.
///
/// A stage that takes SIGTERM over and ends with 143 has closed its transaction and its files; one
/// that the signal killed has not. Shells show 143 for both, so the two are kept apart here.
public enum Ending: Sendable, Equatable {
  /// It ended by itself, with this exit code.
  case exited(Int32)
  /// A signal of this number ended it.
  case killed(Int32)
}

/// How a command ended, and what it wrote.
public struct Outcome: Sendable, CustomStringConvertible {
  /// The command as one could type it.
  public let command: String
  /// Whether it ended by itself or was killed.
  public let ending: Ending
  /// What it wrote to standard output, as bytes.
  public let output: [UInt8]
  /// What it wrote to standard error.
  public let errors: String
  /// The most memory it held, in KiB, as seen every few milliseconds.
  public let peakMemory: Int

  /// The exit code; nil where a signal ended the program, which is equal to no exit code.
  public var status: Int32? {
    switch ending {
    case .exited(let code): code
    case .killed: nil
    }
  }

  /// What it wrote to standard output, as text.
  public var text: String { String(decoding: output, as: UTF8.self) }

  /// The lines of standard output, without their ends.
  public var lines: [String] { text.split(separator: "\n").map(String.init) }

  /// True where the exit code is 0.
  public var succeeded: Bool { ending == .exited(0) }

  /// Command, ending and both streams (their first 4000 characters), for a failed expectation.
  public var description: String {
    """
    command: \(command)
    ending: \(ending)
    stdout: \(text.prefix(4000))
    stderr: \(errors.prefix(4000))
    """
  }

  /// Itself where the exit code is 0, otherwise a failure that shows everything.
  @discardableResult
  public func orThrow() throws -> Outcome {
    guard succeeded else { throw TestFailure(description) }
    return self
  }
}
