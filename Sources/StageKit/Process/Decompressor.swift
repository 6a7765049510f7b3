import Glibc
internal import Wire

/// The system's gzip, which turns a compressed file into a pipe of its content.
public final class Decompressor {
  /// The end of the pipe to read from.
  public let output: Int32
  private var process: pid_t?

  /// Starts `gzip -dc` on an open descriptor.
  ///
  /// - Throws: exit code 69 where gzip cannot be started.
  public init(of input: Int32) throws(StageError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0, fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0,
      fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0
    else {
      throw StageError(.unavailable, "cannot make a pipe: \(DescriptorError("pipe", errno).reason)")
    }
    defer { close(ends[1]) }
    output = ends[0]
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // This process ignores SIGPIPE; gzip is to end quietly when no one reads on.
    var defaults = sigset_t()
    unsafe sigemptyset(&defaults)
    unsafe sigaddset(&defaults, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var child = pid_t()
    let failure = unsafe Self.withArguments(["gzip", "-dc"]) { arguments in
      unsafe posix_spawnp(&child, "gzip", &actions, &attributes, arguments, environ)
    }
    guard failure == 0 else {
      close(output)
      throw StageError(
        .unavailable,
        "cannot start gzip, which reads .gz files: \(DescriptorError("spawn", failure).reason)"
      )
    }
    process = child
  }

  deinit {
    close(output)
    if process != nil { _ = wait() }
  }

  /// Waits for the end of gzip; false where it found the file damaged or cut off.
  public func finish() -> Bool {
    let isWhole = wait()
    process = nil
    return isWhole
  }

  private func wait() -> Bool {
    guard let process else { return true }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      if errno != EINTR { return false }
    }
    // Exit code 2 is a warning, for one of garbage behind the data: not a whole file either.
    return status == 0
  }

  @unsafe
  private static func withArguments<Result>(
    _ words: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { for index in words.indices { unsafe free(pointers[index]) } }
    return unsafe body(&pointers)
  }
}
