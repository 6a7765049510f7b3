import Glibc
import StageKit
import Wire

/// The files of a spool: one for each hour, in UTC, to which lines are appended.
enum SpoolFile {
  /// The name of the file of an hour; names sort by time.
  static func name(at time: Timestamp) -> String {
    let hour = Timestamp(microseconds: time.microseconds - time.microseconds % 3_600_000_000).text
    return "deliveries-\(hour.prefix(13).filter { $0 != "-" }).ndjson"
  }

  /// Whether a file has such a name.
  static func isOne(_ name: String) -> Bool {
    name.wholeMatch(of: /deliveries-\d{8}T\d\d\.ndjson/) != nil
  }

  /// Appends a line to the file of its hour, and waits until it is on the disk.
  ///
  /// Whoever writes holds a lock, which goes with the process. What a killed one has left of a line,
  /// and nobody was told of, is cut off first; so is what a full disk took.
  ///
  /// - Throws: exit code 73 or 74; then nothing of the line is there.
  static func append(
    _ line: ByteView,
    in folder: String,
    at time: Timestamp
  ) throws(StageError) {
    let path = "\(folder)/\(name(at: time))"
    let descriptor = try OutputFile.open(path, "the spool", O_RDWR)
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw fault("lock", path, errno) }
    }
    let end = try wholeLines(descriptor, path)
    var bytes = ByteBuffer(capacity: line.count + 1)
    bytes.append(line)
    bytes.append("\n")
    do {
      try Descriptors.write(bytes.view, to: descriptor, onInterrupt: {})
      guard fsync(descriptor) == 0 else { throw DescriptorError("write", errno) }
    } catch {
      _ = ftruncate(descriptor, end)
      throw StageError(.ioError, "cannot write the spool \(path): \(error)")
    }
    if end == 0 { try Folder.sync(folder) }
  }

  /// Goes to the end of the last whole line, cutting off what is behind it; gives the offset.
  private static func wholeLines(_ descriptor: Int32, _ path: String) throws(StageError) -> Int {
    let size = lseek(descriptor, 0, SEEK_END)
    guard size > 0 else { return 0 }
    do throws(DescriptorError) {
      var last = ByteBuffer()
      _ = lseek(descriptor, -1, SEEK_END)
      _ = try Descriptors.read(into: &last, atMost: 1, from: descriptor)
      guard !last.view.equals("\n") else { return size }
      _ = lseek(descriptor, 0, SEEK_SET)
      var reader = LineReader(descriptor: descriptor)
      var end = 0
      while try reader.next() != .end, reader.lineWasTerminated {
        end = reader.lineOffset + reader.line.count + 1
      }
      guard ftruncate(descriptor, end) == 0, lseek(descriptor, end, SEEK_SET) == end else {
        throw DescriptorError("truncate", errno)
      }
      return end
    } catch {
      throw StageError(.ioError, "cannot read the spool \(path): \(error.reason)")
    }
  }

  private static func fault(_ action: String, _ path: String, _ number: Int32) -> StageError {
    StageError(
      .ioError,
      "cannot \(action) the spool \(path): \(DescriptorError(action, number).reason)"
    )
  }
}
