public import Wire

/// Writes messages to standard output through one large buffer, in order, every write checked.
///
/// Stages append to ``buffer`` and end each line with ``endLine()``.
public struct MessageOutput: ~Copyable {
  /// What is to be written next.
  public var buffer = ByteBuffer(capacity: Self.threshold * 2)

  private static let threshold = 256 << 10
  private let stage: Stage
  private let descriptor: Int32

  /// Writes to a descriptor, standard output as a rule.
  public init(_ stage: Stage, descriptor: Int32 = 1) {
    self.stage = stage
    self.descriptor = descriptor
    Descriptors.enlargePipe(descriptor)
  }

  /// Ends the line that was appended to ``buffer``.
  @inline(__always)
  public mutating func endLine() throws {
    buffer.append(UInt8(ascii: "\n"))
    if buffer.view.count >= Self.threshold { try flush() }
  }

  /// Passes a line on, byte for byte.
  public mutating func pass(_ line: ByteView) throws {
    buffer.append(line)
    try endLine()
  }

  /// Passes a STATE on: first what came before it, and the rejects, then itself.
  public mutating func passState(_ line: ByteView) throws {
    try stage.commitPoint()
    try pass(line)
    try flush()
  }

  /// Writes the closing STATE of input that had none and was taken as whole.
  public mutating func writeEmptyState() throws {
    try passState(ByteView(#"{"type":"STATE","value":{}}"#))
  }

  /// Writes what is buffered.
  ///
  /// - Throws: ``StageError`` with ``ExitCode/ioError`` where the disk is full, and the quiet end
  ///   of a stage whose reader is gone.
  public mutating func flush() throws {
    do {
      try Descriptors.write(buffer.view, to: descriptor) { [stage] in try stage.checkSignals() }
    } catch let error as DescriptorError {
      throw error.isBrokenPipe
        ? StageError(.brokenPipe, "the reader of the output is gone")
        : StageError(.ioError, "cannot write the output: \(error.reason)")
    }
    stage.counts.bytesWritten += buffer.view.count
    buffer.removeAll()
  }
}
