import Glibc

/// A system call on a descriptor that failed.
public struct DescriptorError: Error, Sendable, Equatable {
  /// What was tried: `read`, `write`, `open`.
  public let operation: String
  /// The system's error number.
  public let number: Int32

  /// Makes an error.
  public init(_ operation: String, _ number: Int32) {
    self.operation = operation
    self.number = number
  }

  /// The system's words for the error.
  public var reason: String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
  }

  /// True where a signal broke the call off; state is whole and the call can be made again.
  public var isInterruption: Bool { number == EINTR }

  /// True where no one reads the other end of the pipe any more.
  public var isBrokenPipe: Bool { number == EPIPE }
}
