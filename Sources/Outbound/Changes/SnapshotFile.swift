import Glibc
import StageKit
import Wire

/// The calls of the system that keep a snapshot whole: locks, positioned reads, and the exchange of one
/// file for another that survives a crash at any point.
enum SnapshotFile {
  /// Opens a file for reading; nil where there is none.
  ///
  /// - Throws: exit code 66 where it cannot be opened.
  static func open(_ path: String) throws(StageError) -> Int32? {
    do throws(DescriptorError) {
      return try Descriptors.openForReading(path)
    } catch {
      if error.number == ENOENT { return nil }
      throw StageError(.noInput, "cannot open the snapshot \(path): \(error.reason)")
    }
  }

  /// Takes the lock of a snapshot for the rest of the process.
  ///
  /// - Throws: exit code 75 where another run has it.
  static func lock(_ path: String) throws(StageError) -> Int32 {
    let descriptor = try OutputFile.open(path + ".lock", "the lock of the snapshot", O_RDWR)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw StageError(.tempFail, "another run uses the snapshot \(path)")
    }
    return descriptor
  }

  /// Reads from a place of a file to the end of a buffer, at most that many bytes.
  static func read(
    _ descriptor: Int32,
    at position: Int,
    count: Int,
    into buffer: inout ByteBuffer
  ) throws(StageError) {
    buffer.reserve(count)
    var rest = count
    while rest > 0 {
      let offset = position + count - rest
      let got = unsafe pread(descriptor, buffer.spare, rest, offset)
      if got == 0 { return }
      guard got > 0 else {
        if errno == EINTR { continue }
        throw failure("read")
      }
      unsafe buffer.advance(by: got)
      rest -= got
    }
  }

  /// Makes what was written durable.
  static func sync(_ descriptor: Int32) throws(StageError) {
    guard fsync(descriptor) == 0 else { throw failure("sync") }
  }

  /// Puts a file that is written in the place of another: all of it, or nothing.
  static func replace(
    _ path: String,
    by temporary: String,
    _ descriptor: Int32
  ) throws(StageError) {
    try sync(descriptor)
    guard unsafe rename(temporary, path) == 0 else { throw failure("rename") }
    try Folder.sync(parentOf: path)
  }

  private static func failure(_ action: String) -> StageError {
    StageError(.ioError, "cannot \(action) the snapshot: \(DescriptorError(action, errno).reason)")
  }
}
