import Glibc

/// Starts threads of the system: for the programs that wait for several sockets at once.
public enum BackgroundThread {
  /// What a new thread runs.
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs work on its own thread, which ends with the work or with the process.
  ///
  /// Signals stay with the threads that exist already, so that a stage's handlers run where the
  /// stage waits for them.
  ///
  /// - Returns: false where the system grants no more threads.
  @discardableResult
  public static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    var blocked = sigset_t()
    var previous = sigset_t()
    unsafe sigfillset(&blocked)
    unsafe pthread_sigmask(SIG_SETMASK, &blocked, &previous)
    defer { unsafe _ = pthread_sigmask(SIG_SETMASK, &previous, nil) }
    let body = unsafe Unmanaged.passRetained(Body(work))
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread,
      nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        }
        return nil
      },
      body.toOpaque()
    )
    guard status == 0 else {
      unsafe body.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
