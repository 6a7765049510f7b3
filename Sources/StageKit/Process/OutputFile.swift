import Glibc
internal import Wire

/// Opens files that a program writes beside its standard output.
public enum OutputFile {
  /// Opens a file and makes it where there is none, for its owner alone: records name people.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: what it is, for the message: "the rejects file".
  ///   - flags: flags of open(2), beside O_CREAT and O_CLOEXEC.
  /// - Returns: the descriptor.
  /// - Throws: exit code 73 where that cannot be done.
  public static func open(
    _ path: String,
    _ name: String,
    _ flags: Int32
  ) throws(StageError) -> Int32 {
    let descriptor = unsafe Glibc.open(path, flags | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let reason = DescriptorError("open", errno).reason
      throw StageError(.cantCreate, "cannot open \(name) \(path): \(reason)")
    }
    return descriptor
  }

  /// Puts a file that was written whole in the place of another, at once.
  ///
  /// - Throws: exit code 73 where that cannot be done.
  public static func rename(
    _ path: String,
    to target: String,
    _ name: String
  ) throws(StageError) {
    guard unsafe Glibc.rename(path, target) != 0 else { return }
    let reason = DescriptorError("rename", errno).reason
    throw StageError(.cantCreate, "cannot put \(name) in place as \(target): \(reason)")
  }
}
