import Glibc
import Synchronization

/// Held while a pipe is made and while a program is started: a pipe is close-on-exec only a moment
/// after it is made, and a program started in that moment would hold its end open.
private let startLock = Mutex(())

/// Makes a pipe that no other program inherits: the end to read, and the end to write.
func makePipe() throws -> (read: Int32, write: Int32) {
  var ends: [Int32] = [-1, -1]
  let made = startLock.withLock { _ in
    unsafe pipe(&ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0
      && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0
  }
  guard made else { throw TestFailure("cannot make a pipe: \(lastSystemError())") }
  return (ends[0], ends[1])
}

/// Starts a program with three open descriptors as its standard streams, in a process group of its
/// own and in a given working directory.
///
/// `posix_spawn` rather than Foundation's `Process`: no run loop, no threads, and descriptors that
/// other tests have open never leak in (all of ours are close-on-exec).
func spawn(
  _ command: Command,
  in directory: String,
  input: Int32,
  output: Int32,
  errors: Int32
) throws -> pid_t {
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  for (source, target) in [(input, 0), (output, 1), (errors, 2)] as [(Int32, Int32)] {
    unsafe posix_spawn_file_actions_adddup2(&actions, source, target)
  }
  var attributes = posix_spawnattr_t()
  unsafe posix_spawnattr_init(&attributes)
  defer { unsafe posix_spawnattr_destroy(&attributes) }
  resetSignals(&attributes)

  // env(1) changes the folder and becomes the program: posix_spawn's own way to do so is not
  // among what Swift sees of the C library.
  let words = ["/usr/bin/env", "-C", directory, command.program] + command.arguments
  var pid = pid_t()
  let failure = startLock.withLock { _ in
    unsafe withCStrings(words) { arguments in
      unsafe withCStrings(command.environmentList) { environment in
        unsafe posix_spawn(&pid, words[0], &actions, &attributes, arguments, environment)
      }
    }
  }
  guard failure == 0 else {
    throw TestFailure("cannot start \(command.program): error \(failure)")
  }
  return pid
}

/// Gives the program the signal handling that a shell would: its own process group, nothing ignored.
private func resetSignals(_ attributes: inout posix_spawnattr_t) {
  var signals = sigset_t()
  unsafe sigemptyset(&signals)
  unsafe posix_spawnattr_setsigmask(&attributes, &signals)
  for number in [SIGPIPE, SIGINT, SIGTERM] { unsafe sigaddset(&signals, number) }
  unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
  let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
  unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
}

/// Lends an array of C strings, ended by a null pointer.
private func withCStrings<Result>(
  _ strings: [String],
  _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
  defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
  return unsafe body(pointers)
}
