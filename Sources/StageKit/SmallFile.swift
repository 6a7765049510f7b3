import Glibc

/// Reads whole files that people write: configurations and secrets.
enum SmallFile {
  /// The largest size that is accepted, in bytes: a wrong name must not fill the memory.
  static let limit = 4 << 20

  /// The bytes of a file, or exit code 66.
  static func read(_ path: String) throws(StageError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw failure("read", path)
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      if bytes.count > limit {
        throw StageError(.noInput, "\(path): larger than \(limit >> 20) MiB, which no settings are")
      }
    }
  }

  private static func failure(_ action: String, _ path: String) -> StageError {
    StageError(.noInput, "cannot \(action) \(path): \(SystemError.current)")
  }
}

/// The last error of the system, in words.
enum SystemError {
  /// The text for `errno`.
  static var current: String { text(errno) }

  /// The text for an error number.
  static func text(_ number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
  }
}
