import Glibc

/// Reads a descriptor line by line through one large buffer, whatever the pieces that arrive.
///
/// The buffer grows to hold the longest line, up to the limit; longer lines are passed over and
/// reported, so that memory stays bounded whatever the input is.
@safe
public struct LineReader: ~Copyable {
  /// What comes next in the input.
  public enum Line {
    /// A line without its newline, valid until the next call.
    case line(ByteView)
    /// A line longer than the limit was passed over; it had so many bytes.
    case tooLong(bytes: Int)
    /// There is no more.
    case end
  }

  /// The longest line accepted by default (design §2): 16 MiB.
  public static let defaultLimit = 16 << 20

  /// The number of the line returned last, from 1.
  public private(set) var lineNumber = 0
  /// The offset in the input of the line returned last.
  public private(set) var lineOffset = 0
  /// How many bytes have been read from the descriptor.
  public private(set) var bytesRead = 0
  /// Whether the line returned last ended with a newline; false for a cut last line.
  public private(set) var lineWasTerminated = true

  private let descriptor: Int32
  private let limit: Int
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var start = 0
  private var scanned = 0
  private var end = 0
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
    capacity = bufferSize
    unsafe base = UnsafeMutablePointer<UInt8>.allocate(capacity: bufferSize)
  }

  deinit { unsafe base.deallocate() }

  /// The next line.
  ///
  /// - Throws: ``DescriptorError``; after an interruption the call can be made again.
  public mutating func next() throws(DescriptorError) -> Line {
    while true {
      if let line = buffered() { return line }
      try fill()
    }
  }

  /// The next line, or nil where ``fill()`` must read more first, which may have to wait.
  public mutating func buffered() -> Line? {
    if let line = bufferedLine() { return line }
    return isAtEnd ? lastLine() : nil
  }

  /// Whether the next line is not here yet, so that asking for it would wait.
  public func mustWait() -> Bool {
    if isAtEnd { return false }
    if scanned < end, unsafe memchr(base + scanned, 0x0A, end - scanned) != nil { return false }
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 0) == 0
  }

  /// The next whole line in the buffer, or nil where more must be read.
  private mutating func bufferedLine() -> Line? {
    guard scanned < end, let found = unsafe memchr(base + scanned, 0x0A, end - scanned) else {
      scanned = end
      return nil
    }
    let newline = unsafe UnsafeMutableRawPointer(base).distance(to: found)
    let line = take(upTo: newline)
    lineWasTerminated = true
    start = newline + 1
    scanned = start
    return line
  }

  private mutating func take(upTo last: Int) -> Line {
    lineNumber += 1
    let length = skipped + last - start
    lineOffset = bytesRead - end + start - skipped
    let wasSkipped = skipped > 0
    skipped = 0
    if wasSkipped || length > limit { return .tooLong(bytes: length) }
    return .line(unsafe ByteView(base: base + start, count: last - start))
  }

  private mutating func lastLine() -> Line {
    guard start < end || skipped > 0 else { return .end }
    let line = take(upTo: end)
    lineWasTerminated = false
    start = end
    scanned = end
    return line
  }

  /// Reads once from the descriptor.
  ///
  /// - Throws: ``DescriptorError``; after an interruption the call can be made again.
  public mutating func fill() throws(DescriptorError) {
    if end - start > limit {
      skipped += end - start
      start = end
    }
    if start > 0 {
      unsafe memmove(base, base + start, end - start)
      end -= start
      scanned -= start
      start = 0
    }
    if end == capacity { grow() }
    let count = unsafe read(descriptor, base + end, capacity - end)
    guard count >= 0 else { throw DescriptorError("read", errno) }
    if count == 0 { isAtEnd = true }
    end += count
    bytesRead += count
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
    unsafe larger.update(from: base, count: end)
    unsafe base.deallocate()
    unsafe base = larger
    capacity *= 2
  }
}
