import Glibc

extension Running {
  /// Waits until something can be seen of the program.
  ///
  /// This is how a test comes to the moment it is about, however busy the machine is.
  ///
  /// - Parameters:
  ///   - event: What is waited for, for the message.
  ///   - seconds: How long to wait at most.
  ///   - hasHappened: Whether it can be seen.
  /// - Throws: ``TestFailure`` where the program ends before, or the time is over.
  public func waitUntil(
    _ event: String,
    timeout seconds: Double = 60,
    _ hasHappened: (Running) throws -> Bool
  ) throws {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    while try !hasHappened(self) {
      if hasEnded { throw TestFailure("ended before \(event): \(try wait())") }
      if clock.now > deadline { throw TestFailure("not within \(seconds) s: \(event)") }
      usleep(2_000)
    }
  }

  /// Waits until the program has a handler for SIGTERM and is blocked in a call of the kernel, such
  /// as a read of an input that goes on later.
  ///
  /// The standard streams of the programs are the only things that their main threads wait for, and
  /// they install the handlers before they open anything.
  public func waitUntilBlocked() throws {
    try waitUntil("it has a handler for SIGTERM and is blocked") {
      $0.handles(SIGTERM) && $0.isBlocked
    }
  }

  /// The time for which the program has had a processor, its threads together.
  public var secondsOfWork: Double {
    guard let stat = try? readText("/proc/\(pid)/stat"), let name = stat.lastIndex(of: ")") else {
      return 0
    }
    // Behind the name: the state, ten other fields, and the ticks in the program and in the kernel.
    let fields = stat[name...].split(separator: " ").dropFirst(12)
    let ticks = fields.prefix(2).compactMap { Double($0) }
    return ticks.reduce(0, +) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// True where the program has installed a handler for a signal, as the kernel says.
  private func handles(_ signal: Int32) -> Bool {
    guard let status = try? readText("/proc/\(pid)/status") else { return false }
    let line = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
    let mask = line?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
    return mask & (1 << UInt64(signal - 1)) != 0
  }

  /// True where the program's main thread sleeps in the kernel until something happens.
  private var isBlocked: Bool {
    guard let stat = try? readText("/proc/\(pid)/stat"), let name = stat.lastIndex(of: ")") else {
      return false
    }
    return stat[name...].dropFirst(2).first == "S"
  }
}
