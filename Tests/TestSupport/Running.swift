public import Glibc
import Synchronization

/// A program under way.
///
/// Its standard streams are files (or pipes to other programs), never pipes to the test: so nothing
/// waits for the test to read, and tests that run at the same time cannot block one another.
public final class Running: Sendable {
  /// Its process id, which is also the id of its process group.
  public let pid: pid_t
  private let command: Command
  private let outputPath: String?
  private let errorsPath: String
  private let ended = Mutex<Outcome?>(nil)

  init(pid: pid_t, command: Command, outputPath: String?, errorsPath: String) {
    self.pid = pid
    self.command = command
    self.outputPath = outputPath
    self.errorsPath = errorsPath
  }

  /// Sends a signal to the program (not to its group); says whether it was still there.
  @discardableResult
  public func signal(_ number: Int32) -> Bool {
    ended.withLock { $0 == nil && kill(pid, number) == 0 }
  }

  /// What it has written to standard error so far.
  public var errorsSoFar: String { (try? readText(errorsPath)) ?? "" }

  /// What it has written to standard output so far; empty where that goes into a pipe.
  public var outputSoFar: String { outputPath.flatMap { try? readText($0) } ?? "" }

  /// True once the program has ended.
  public var hasEnded: Bool {
    var information = unsafe siginfo_t()
    if ended.withLock({ $0 != nil }) { return true }
    let options = WEXITED | WNOHANG | WNOWAIT
    let answer = unsafe waitid(P_PID, id_t(pid), &information, options)
    return unsafe answer != 0 || information.si_signo != 0
  }

  /// Waits for the end; after that many seconds the whole process group is killed, and it throws.
  public func wait(timeout seconds: Double = 300) throws -> Outcome {
    if let outcome = ended.withLock({ $0 }) { return outcome }
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    var peak = 0
    var status: Int32 = 0
    var pause: UInt32 = 200
    while unsafe waitpid(pid, &status, WNOHANG) == 0 {
      if clock.now > deadline {
        kill(-pid, SIGKILL)
        _ = unsafe waitpid(pid, &status, 0)
        throw TestFailure("no end after \(seconds) s: \(try outcome(status, peak))")
      }
      peak = max(peak, peakMemory(of: pid))
      usleep(pause)
      pause = min(pause * 2, 5000)
    }
    let outcome = try outcome(status, peak)
    ended.withLock { $0 = outcome }
    return outcome
  }

  private func outcome(_ status: Int32, _ peak: Int) throws -> Outcome {
    let signal = status & 0x7f
    return Outcome(
      command: command.line,
      ending: signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal),
      output: try outputPath.map(readBytes) ?? [],
      errors: try readText(errorsPath),
      peakMemory: peak
    )
  }
}

/// The most memory a process has held resident, in KiB, as the kernel counts it since its start.
///
/// For a moment a process that is being started is still ours, with our name and our memory.
private func peakMemory(of pid: pid_t) -> Int {
  guard let status = try? readText("/proc/\(pid)/status"),
    !status.hasPrefix("Name:\t\(ownName)\n")
  else { return 0 }
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
}

private let ownName = ((try? readText("/proc/self/comm")) ?? "").prefix { $0 != "\n" }
