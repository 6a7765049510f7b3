import Glibc

/// Reading, writing and asking about file descriptors, with every result checked.
public enum Descriptors {
  /// Writes all the bytes, however many calls that takes.
  ///
  /// - Parameters:
  ///   - bytes: what to write.
  ///   - descriptor: where to.
  ///   - onInterrupt: called when a signal breaks a call off; what it throws ends the writing,
  ///     otherwise it goes on.
  /// - Throws: ``DescriptorError`` with the system's error number, ENOSPC for a full disk.
  public static func write(
    _ bytes: ByteView,
    to descriptor: Int32,
    onInterrupt: () throws -> Void
  ) throws {
    var written = 0
    try write(bytes, to: descriptor, counting: &written, onInterrupt)
  }

  /// Writes whole lines to the end of a file: of the last one that fits it is all there or nothing.
  ///
  /// - Throws: as ``write(_:to:onInterrupt:)``, after cutting off what a full disk took of a line.
  public static func writeLines(
    _ bytes: ByteView,
    to descriptor: Int32,
    onInterrupt: () throws -> Void
  ) throws {
    var written = 0
    do {
      try write(bytes, to: descriptor, counting: &written, onInterrupt)
    } catch let error as DescriptorError {
      let whole = bytes[0, written].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      let end = lseek(descriptor, 0, SEEK_CUR)
      // Where another process has appended in the meantime, its lines stay.
      if end >= 0, regularFile(descriptor)?.bytes == Int(end) {
        _ = ftruncate(descriptor, end - (written - whole))
      }
      throw error
    }
  }

  private static func write(
    _ bytes: ByteView,
    to descriptor: Int32,
    counting written: inout Int,
    _ onInterrupt: () throws -> Void
  ) throws {
    while written < bytes.count {
      let count = unsafe bytes[written, bytes.count].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno == EINTR {
        try onInterrupt()
      } else if errno == EAGAIN {
        try wait(for: descriptor, Int16(POLLOUT), onInterrupt)
      } else {
        throw DescriptorError("write", errno)
      }
    }
  }

  /// Reads once, at most that many bytes, to the end of a buffer.
  ///
  /// - Returns: how many were read; 0 at the end of the input.
  /// - Throws: ``DescriptorError``; after an interruption the call can be made again.
  public static func read(
    into buffer: inout ByteBuffer,
    atMost count: Int,
    from descriptor: Int32
  ) throws(DescriptorError) -> Int {
    buffer.reserve(count)
    let got = unsafe Glibc.read(descriptor, buffer.spare, count)
    guard got >= 0 else { throw DescriptorError("read", errno) }
    unsafe buffer.advance(by: got)
    return got
  }

  private static func wait(
    for descriptor: Int32,
    _ events: Int16,
    _ onInterrupt: () throws -> Void
  ) throws {
    var entry = pollfd(fd: descriptor, events: events, revents: 0)
    guard unsafe poll(&entry, 1, -1) < 0 else { return }
    guard errno == EINTR else { throw DescriptorError("poll", errno) }
    try onInterrupt()
  }

  /// The size and the time of last change of a regular file; nil for pipes, terminals and such.
  public static func regularFile(_ descriptor: Int32) -> (bytes: Int, modified: Timestamp)? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    return regularFile(status)
  }

  /// The same of a file that is not opened, so that thousands can be asked; nil for pipes and such.
  ///
  /// - Throws: ``DescriptorError`` where there is none, or it may not be read.
  public static func regularFile(
    at path: String
  ) throws(DescriptorError) -> (bytes: Int, modified: Timestamp)? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw DescriptorError("stat", errno) }
    guard unsafe access(path, R_OK) == 0 else { throw DescriptorError("access", errno) }
    return regularFile(status)
  }

  private static func regularFile(_ status: stat) -> (bytes: Int, modified: Timestamp)? {
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    let seconds = Int64(status.st_mtim.tv_sec)
    let micros = Int64(status.st_mtim.tv_nsec) / 1000
    return (Int(status.st_size), Timestamp(microseconds: seconds * 1_000_000 + micros))
  }

  /// Asks the system for the largest pipe it grants, so that stages switch less often.
  public static func enlargePipe(_ descriptor: Int32) {
    // F_SETPIPE_SZ; a refusal changes nothing but speed.
    _ = fcntl(descriptor, 1031, 1 << 20)
  }

  /// Opens a file for reading.
  ///
  /// - Throws: ``DescriptorError`` with the system's error number.
  public static func openForReading(_ path: String) throws(DescriptorError) -> Int32 {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DescriptorError("open", errno) }
    return descriptor
  }
}
