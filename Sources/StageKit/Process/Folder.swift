import Glibc
internal import Wire

/// What is in a folder, for the programs that keep files of their own in one.
public enum Folder {
  /// The names of everything in a folder, sorted.
  ///
  /// - Throws: exit code 66 where it can't be read.
  public static func names(_ path: String) throws(StageError) -> [String] {
    guard let folder = unsafe opendir(path) else {
      let reason = DescriptorError("open", errno).reason
      throw StageError(.noInput, "cannot read the folder \(path): \(reason)")
    }
    defer { unsafe _ = closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Makes the names of new files in a folder last through a crash of the machine.
  ///
  /// - Throws: exit code 74 where that fails.
  public static func sync(_ path: String) throws(StageError) {
    do throws(DescriptorError) {
      let descriptor = try Descriptors.openForReading(path)
      defer { close(descriptor) }
      guard fsync(descriptor) == 0 else { throw DescriptorError("write", errno) }
    } catch {
      throw StageError(.ioError, "cannot write the folder \(path): \(error.reason)")
    }
  }

  /// Makes the name of a new file last through a crash of the machine.
  ///
  /// - Throws: exit code 74 where that fails.
  public static func sync(parentOf path: String) throws(StageError) {
    try sync(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
  }

  /// Removes a file.
  ///
  /// - Throws: exit code 74 where that fails; a file that is not there is none.
  public static func remove(_ path: String) throws(StageError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw StageError(
        .ioError,
        "cannot remove \(path): \(DescriptorError("remove", errno).reason)"
      )
    }
  }
}
