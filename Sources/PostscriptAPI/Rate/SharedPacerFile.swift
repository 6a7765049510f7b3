import Glibc
import StageKit
import Wire

/// A file through which processes that use the same key keep to one limit together.
///
/// It holds the state of a ``RequestPacer``; whoever takes a slot locks it for a moment. The lock
/// goes with the process, so that one which is killed leaves nothing behind.
struct SharedPacerFile: Sendable {
  private let descriptor: Int32
  private let path: String

  /// Opens the file, and makes it where there is none.
  ///
  /// - Throws: exit code 73 where that can't be done, 78 where the file is something else.
  init(_ path: String) throws(StageError) {
    self.path = path
    descriptor = try OutputFile.open(path, "the rate file", O_RDWR)
    guard flock(descriptor, LOCK_EX) == 0 else { throw failure("lock") }
    defer { _ = flock(descriptor, LOCK_UN) }
    guard RequestPacer.hasWritten(try content()) else {
      throw StageError(
        .config,
        "--rate-file: \(path) is no rate file, and would be overwritten: name one that is, or a new one"
      )
    }
  }

  private func content() throws(StageError) -> [UInt8] {
    // One byte more than there can be tells a longer file.
    var bytes = [UInt8](repeating: 0, count: RequestPacer.encodedLimit + 1)
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    guard count >= 0 else { throw failure("read") }
    return Array(bytes[..<count])
  }

  /// Lets a pacer decide on the shared state.
  ///
  /// - Throws: exit code 74 where the file can't be locked, read or written.
  func update<Result>(
    _ pacer: inout RequestPacer,
    _ decide: (inout RequestPacer) -> Result
  ) throws(StageError) -> Result {
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw failure("lock") }
    }
    defer { _ = flock(descriptor, LOCK_UN) }
    pacer.adopt(try content())
    let result = decide(&pacer)
    let state = pacer.encoded
    guard unsafe pwrite(descriptor, state, state.count, 0) == state.count,
      ftruncate(descriptor, state.count) == 0
    else { throw failure("write") }
    return result
  }

  private func failure(_ action: String) -> StageError {
    StageError(
      .ioError,
      "can't \(action) the rate file \(path): \(DescriptorError(action, errno).reason)"
    )
  }
}
