public import Wire

/// Writes messages to standard output through one large buffer, in order, every write checked.
///
/// Stages append to ``buffer`` and end each line with ``endLine()``.
public struct MessageOutput: ~Copyable {
  /// What is to be written next.
  public var buffer = ByteBuffer(capacity: Self.threshold * 2)
  /// Takes the whole lines that are written, those of other shards among them.
  public var watch: ((ByteView) throws -> Void)?

  private static let threshold = 256 << 10
  private let stage: Stage
  private let descriptor: Int32
  /// The part that the output is; nil where it is the whole.
  private let shard: Shard?
  /// What takes the records of other shards out; nil where they never came in.
  private let filter: ShardFilter?
  private let isBare: Bool

  /// Writes to a descriptor, standard output as a rule; STATEs say which part of the whole this is.
  public init(_ stage: Stage, descriptor: Int32 = 1, shard: Shard? = nil) {
    self.init(stage, descriptor, shard, filter: nil, bare: false)
  }

  /// Writes only the records of a shard, for an extractor; those of others count as skipped.
  public init(_ stage: Stage, keeping shard: Shard?, bare: Bool) {
    self.init(stage, 1, shard, filter: shard.map { ShardFilter($0) }, bare: bare)
  }

  private init(
    _ stage: Stage,
    _ descriptor: Int32,
    _ shard: Shard?,
    filter: ShardFilter?,
    bare: Bool
  ) {
    self.stage = stage
    self.descriptor = descriptor
    self.shard = shard
    self.filter = filter
    isBare = bare
    if let shard { stage.identity.shard = shard.optionText }
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

  /// Passes whole lines on, each with its line break; many at once are written from where they are.
  public mutating func pass(lines: ByteView) throws {
    if filter == nil, lines.count >= Self.threshold / 4 {
      if !buffer.isEmpty { try flush() }
      return try write(lines)
    }
    buffer.append(lines)
    if buffer.view.count >= Self.threshold { try flush() }
  }

  /// Writes the record of a message without its envelope, and with the time at which it was observed as
  /// a member of its own.
  public mutating func passBare(_ scanner: borrowing JSONScanner, _ line: ByteView) throws {
    buffer.append(line[scanner.recordStart, scanner.recordEnd - 1])
    buffer.append(timeExtracted: scanner, in: line)
    buffer.append(UInt8(ascii: "}"))
    try endLine()
  }

  /// Passes a STATE on: first what came before it, and the rejects, then itself.
  public mutating func passState(_ line: ByteView) throws {
    try stage.commitPoint()
    if let marked = shard?.marking(line) { buffer.append(marked) } else { buffer.append(line) }
    try endLine()
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
    if let filter {
      try watch?(buffer.view)
      var kept = ByteBuffer(capacity: Self.threshold)
      let dropped = filter.copy(buffer.view, to: &kept, bare: isBare)
      stage.counts.written -= dropped
      stage.counts.skipped += dropped
      swap(&buffer, &kept)
      try send(buffer.view)
    } else {
      try write(buffer.view)
    }
    buffer.removeAll()
  }

  /// Shows lines to the watch, and writes them.
  private func write(_ lines: ByteView) throws {
    try watch?(lines)
    try send(lines)
  }

  private func send(_ lines: ByteView) throws {
    do {
      try Descriptors.write(lines, to: descriptor) { [stage] in try stage.checkSignals() }
    } catch let error as DescriptorError {
      throw error.isBrokenPipe
        ? StageError(.brokenPipe, "the reader of the output is gone")
        : StageError(.ioError, "cannot write the output: \(error.reason)")
    }
    stage.counts.bytesWritten += lines.count
  }
}
