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

  /// Whether a name still is that of the open file, and not of another that was put in its place.
  public static func isStill(_ path: String, _ descriptor: Int32) -> Bool {
    var (named, opened) = (stat(), stat())
    guard unsafe stat(path, &named) == 0, unsafe fstat(descriptor, &opened) == 0 else {
      return false
    }
    return named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
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

  /// Writes a file whole, for its owner alone: a reader never sees half of it.
  ///
  /// - Throws: exit code 73 where it can't be made, 74 where it can't be written.
  public static func replace(
    _ path: String,
    _ name: String,
    with text: String
  ) throws(StageError) {
    let temporary = path + ".new"
    // What an earlier run has left there may be readable for others.
    _ = unsafe unlink(temporary)
    let descriptor = try open(temporary, name, O_WRONLY | O_EXCL)
    defer { close(descriptor) }
    do {
      try text.withView { try Descriptors.write($0, to: descriptor, onInterrupt: {}) }
    } catch {
      let reason = (error as? DescriptorError)?.reason ?? "\(error)"
      throw StageError(.ioError, "cannot write \(name) \(path): \(reason)")
    }
    try rename(temporary, to: path, name)
  }
}
