/// Why a test could not go on: not a failed expectation, but a step that had to work.
public struct TestFailure: Error, CustomStringConvertible, Sendable {
  /// What went wrong, for the reader of the test log.
  public let description: String

  /// Makes a failure.
  public init(_ description: String) { self.description = description }
}
