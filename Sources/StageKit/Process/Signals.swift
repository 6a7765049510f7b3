import Glibc
import Synchronization

/// The signal that asked the process to stop, or 0.
private let pendingSignal = Atomic<Int32>(0)

/// SIGINT and SIGTERM as a question that a stage asks between records.
enum Signals {
  /// Takes the signals over for the rest of the process.
  ///
  /// The handlers only set a flag, and have no SA_RESTART, so that a blocked read or write returns
  /// EINTR and the stage comes to ask. A signal that comes after the question and before the call
  /// would go unseen until there is input; therefore the handler also sets an alarm that interrupts
  /// such a call a second later, and again every second. SIGINT is taken only once: the second
  /// Ctrl-C ends the process at once, which the next run can recover from by design.
  ///
  /// SIGPIPE is ignored, so that writing to a closed pipe is an error with its own exit code.
  static func takeOver() {
    _ = pendingSignal.load(ordering: .relaxed)
    install(SIGINT, flags: Int32(bitPattern: UInt32(SA_RESETHAND))) { signal in
      pendingSignal.store(signal, ordering: .relaxed)
      alarm(1)
    }
    install(SIGTERM, flags: 0) { signal in
      pendingSignal.store(signal, ordering: .relaxed)
      alarm(1)
    }
    install(SIGALRM, flags: 0) { _ in alarm(1) }
    signal(SIGPIPE, SIG_IGN)
  }

  /// The exit code of the signal that asked the run to end, or nil.
  @inline(__always)
  static var stopRequest: ExitCode? {
    let signal = pendingSignal.load(ordering: .relaxed)
    return signal == 0 ? nil : signal == SIGINT ? .interrupted : .terminated
  }

  private static func install(
    _ number: Int32,
    flags: Int32,
    _ handler: @escaping @convention(c) (Int32) -> Void
  ) {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = handler
    action.sa_flags = flags
    unsafe sigemptyset(&action.sa_mask)
    unsafe sigaction(number, &action, nil)
  }
}
