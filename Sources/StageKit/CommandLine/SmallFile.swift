import Glibc
internal import Wire

/// Reads whole files that people write or keep: configurations, secrets, plans.
public enum SmallFile {
  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: the largest size that is accepted: a wrong name must not fill the memory.
  /// - Returns: all of it.
  /// - Throws: exit code 66 where it can't be read or is too large.
  public static func read(_ path: String, limit: Int = 4 << 20) throws(StageError) -> [UInt8] {
    let descriptor: Int32
    do { descriptor = try Descriptors.openForReading(path) } catch { throw failure(error, path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(DescriptorError("read", errno), path)
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      if bytes.count > limit {
        throw StageError(.noInput, "\(path): larger than \(limit >> 20) MiB, which no such file is")
      }
    }
  }

  private static func failure(_ error: DescriptorError, _ path: String) -> StageError {
    StageError(.noInput, "cannot \(error.operation) \(path): \(error.reason)")
  }
}
