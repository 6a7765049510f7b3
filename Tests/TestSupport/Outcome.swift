/// How a command ended, and what it wrote.
public struct Outcome: Sendable, CustomStringConvertible {
  /// The command as one could type it.
  public let command: String
  /// The exit code; 128 plus the number of the signal where one ended the program.
  public let status: Int32
  /// What it wrote to standard output, as bytes.
  public let output: [UInt8]
  /// What it wrote to standard error.
  public let errors: String
  /// The most memory it held, in KiB, as seen every few milliseconds.
  public let peakMemory: Int

  /// What it wrote to standard output, as text.
  public var text: String { String(decoding: output, as: UTF8.self) }

  /// The lines of standard output, without their ends.
  public var lines: [String] { text.split(separator: "\n").map(String.init) }

  /// True where the exit code is 0.
  public var succeeded: Bool { status == 0 }

  /// Command, status and both streams (their first 4000 characters), for a failed expectation.
  public var description: String {
    """
    command: \(command)
    status: \(status)
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
