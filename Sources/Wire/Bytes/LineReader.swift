import Glibc

/// Reads a descriptor line by line through one large buffer, whatever the pieces that arrive.
///
/// The buffer grows to hold the longest line, up to the limit; longer lines are passed over and
/// reported, so that memory stays bounded whatever the input is.
public struct LineReader: ~Copyable {
  /// What comes next in the input.
  public enum Event: Sendable, Equatable {
    /// A line; it lies in ``LineReader/line``.
    case line
    /// A line longer than the limit was skipped; it had this many bytes.
    case tooLong(bytes: Int)
    /// There is no more.
    case end
  }

  /// The longest line accepted by default: 16 MiB.
  public static let defaultLimit = 16 << 20

  /// The number of the line found last, from 1.
  public private(set) var lineNumber = 0
  /// The offset in the input of the line found last.
  public private(set) var lineOffset = 0
  /// How many bytes have been read from the descriptor.
  public private(set) var bytesRead = 0
  /// Whether the line found last ended with a newline; false for a cut last line.
  public private(set) var lineWasTerminated = true

  private let descriptor: Int32
  private let limit: Int
  @usableFromInline var window: ByteBuffer
  @usableFromInline var found = 0..<0
  private var start = 0
  private var scanned = 0
  private var skipped = 0
  private var isAtEnd = false

  /// Reads from a descriptor, which the caller keeps open and closes.
  public init(
    descriptor: Int32,
    limit: Int = LineReader.defaultLimit,
    bufferSize: Int = 256 << 10
  ) {
    self.descriptor = descriptor
    self.limit = limit
    window = ByteBuffer(capacity: bufferSize)
  }

  /// The line found last, without its newline; empty where none was, or it was too long.
  @inlinable public var line: ByteView {
    @_lifetime(borrow self)
    get { window.view[found] }
  }

  /// Goes to the next line.
  ///
  /// - Throws: ``DescriptorError``; after an interruption the call can be made again.
  public mutating func next() throws(DescriptorError) -> Event {
    while true {
      if let event = buffered() { return event }
      try fill()
    }
  }

  /// Goes to the next line, or nil where ``fill()`` must read more first, which may have to wait.
  public mutating func buffered() -> Event? {
    if let event = bufferedLine() { return event }
    return isAtEnd ? lastLine() : nil
  }

  /// Whether the next line is not here yet, so that asking for it would wait.
  public func mustWait() -> Bool {
    if isAtEnd || newline() != nil { return false }
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 0) == 0
  }

  /// The offset of the next newline in the buffer, or nil.
  private func newline() -> Int? {
    guard let distance = window.view[scanned, window.count].firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    return scanned + distance
  }

  /// The next whole line in the buffer, or nil where more must be read.
  private mutating func bufferedLine() -> Event? {
    guard let newline = newline() else {
      scanned = window.count
      return nil
    }
    let event = take(upTo: newline)
    lineWasTerminated = true
    start = newline + 1
    scanned = start
    return event
  }

  private mutating func take(upTo last: Int) -> Event {
    lineNumber += 1
    let length = skipped + last - start
    lineOffset = bytesRead - window.count + start - skipped
    let wasSkipped = skipped > 0
    skipped = 0
    found = start..<start
    if wasSkipped || length > limit { return .tooLong(bytes: length) }
    found = start..<last
    return .line
  }

  private mutating func lastLine() -> Event {
    found = start..<start
    guard start < window.count || skipped > 0 else { return .end }
    let event = take(upTo: window.count)
    lineWasTerminated = false
    start = window.count
    scanned = start
    return event
  }

  /// Reads once from the descriptor; the line found last is gone then.
  ///
  /// - Throws: ``DescriptorError``; after an interruption the call can be made again.
  public mutating func fill() throws(DescriptorError) {
    if window.count - start > limit {
      skipped += window.count - start
      start = window.count
    }
    window.removeFirst(start)
    scanned -= start
    start = 0
    found = 0..<0
    window.reserve(1)
    let count = try Descriptors.read(into: &window, atMost: window.spareCount, from: descriptor)
    if count == 0 { isAtEnd = true }
    bytesRead += count
  }
}
