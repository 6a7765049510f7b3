import Glibc
public import Wire

/// Lines set aside in an unnamed temporary file, so that memory holds only where they are.
///
/// The file has no name from the moment it is made: whatever ends the process frees its space.
public final class RecordSpool {
  private let descriptor: Int32
  private var pending = ByteBuffer(capacity: 1 << 18)
  private var writtenBytes = 0

  /// Makes an empty spool in a folder, `TMPDIR` or `/tmp` as a rule.
  ///
  /// - Throws: ``DescriptorError`` where no file can be made there.
  public init(folder: String) throws(DescriptorError) {
    var path = Array("\(folder)/postscript-etl.XXXXXX".utf8CString)
    descriptor = unsafe mkstemp(&path)
    guard descriptor >= 0 else { throw DescriptorError("open", errno) }
    _ = unsafe unlink(path)
  }

  deinit { close(descriptor) }

  /// The position after the last line.
  public var end: Int { writtenBytes + pending.count }

  /// Appends a line and returns its position.
  ///
  /// - Throws: ``DescriptorError`` where the disk is full, or what `onInterrupt` throws.
  public func append(_ line: ByteView, onInterrupt: () throws -> Void) throws -> Int {
    let position = end
    pending.append(line)
    pending.append(UInt8(ascii: "\n"))
    if pending.count > 1 << 17 { try flush(onInterrupt) }
    return position
  }

  private func flush(_ onInterrupt: () throws -> Void) throws {
    try pending.withView {
      try Descriptors.write($0, to: descriptor, onInterrupt: onInterrupt)
    }
    writtenBytes += pending.count
    pending.removeAll()
  }

  /// Reads part of the spool into a buffer, whose former content goes.
  ///
  /// - Throws: ``DescriptorError`` where reading fails, or what `onInterrupt` throws.
  public func read(
    at position: Int,
    count: Int,
    into buffer: inout ByteBuffer,
    onInterrupt: () throws -> Void
  ) throws {
    try flush(onInterrupt)
    buffer.removeAll()
    buffer.reserve(count)
    while buffer.count < count {
      let offset = position + buffer.count
      let got = unsafe pread(descriptor, buffer.spare, count - buffer.count, offset)
      if got > 0 {
        unsafe buffer.advance(by: got)
      } else if got == 0 {
        return
      } else if errno == EINTR {
        try onInterrupt()
      } else {
        throw DescriptorError("read", errno)
      }
    }
  }

  /// Reads the line at a position into a buffer, without its newline.
  ///
  /// - Throws: ``DescriptorError`` where reading fails, or what `onInterrupt` throws.
  public func line(
    at position: Int,
    into buffer: inout ByteBuffer,
    onInterrupt: () throws -> Void
  ) throws {
    var length = 4096
    while true {
      try read(at: position, count: length, into: &buffer, onInterrupt: onInterrupt)
      if let newline = buffer.view.firstIndex(of: UInt8(ascii: "\n")) {
        buffer.truncate(to: newline)
        return
      }
      if position + buffer.count >= end { return }
      length *= 2
    }
  }
}
