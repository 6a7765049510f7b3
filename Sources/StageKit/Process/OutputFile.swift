public import Glibc
internal import Wire

/// Opens files that a program writes beside its standard output.
public enum OutputFile {
  /// Opens a file and makes it where there is none.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: what it is, for the message: "the rejects file".
  ///   - flags: flags of open(2), beside O_CREAT and O_CLOEXEC.
  ///   - mode: who may use it, before the umask.
  /// - Returns: the descriptor.
  /// - Throws: exit code 73 where that cannot be done.
  public static func open(
    _ path: String,
    _ name: String,
    _ flags: Int32,
    mode: mode_t = 0o666
  ) throws(StageError) -> Int32 {
    let descriptor = unsafe Glibc.open(path, flags | O_CREAT | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      let reason = DescriptorError("open", errno).reason
      throw StageError(.cantCreate, "cannot open \(name) \(path): \(reason)")
    }
    return descriptor
  }
}
