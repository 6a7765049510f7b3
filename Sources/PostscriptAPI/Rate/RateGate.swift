public import StageKit
import Synchronization

/// Lets requests of all threads pass one by one at the pace that the limit allows.
public final class RateGate: Sendable {
  private let pacer: Mutex<RequestPacer>
  private let shared: SharedPacerFile?
  /// Held by the request whose turn is next, so that each process has but one slot ahead.
  private let turn = Mutex(())
  private let waitingCount = Atomic<Int>(0)
  /// Nothing of this process goes before this instant of the steady clock.
  private let pausedUntil = Atomic<Int64>(0)

  /// How many requests wait for their turn.
  public var waiting: Int { waitingCount.load(ordering: .relaxed) }

  /// Makes a gate.
  ///
  /// - Parameters:
  ///   - perSecond: requests a second; 0 for no limit.
  ///   - file: the file that all processes with the same key name, or nil where there is but one.
  /// - Throws: exit code 73 where the file can't be opened.
  public init(perSecond: Int, file: String? = nil) throws(StageError) {
    pacer = Mutex(RequestPacer(perSecond: perSecond))
    shared = if let file { try SharedPacerFile(file) } else { nil }
  }

  /// Waits until a request may go.
  ///
  /// - Throws: exit code 74 where the shared file fails.
  public func pass() throws(StageError) {
    waitingCount.add(1, ordering: .relaxed)
    defer { waitingCount.subtract(1, ordering: .relaxed) }
    let outcome = turn.withLock { _ in
      Swift.Result<Void, StageError> { () throws(StageError) in
        Clock.sleep(until: try decide { $0.reserve(at: Clock.monotonicNanoseconds) })
        // The wish may have come while this one slept.
        while true {
          let end = pausedUntil.load(ordering: .relaxed)
          guard end > Clock.monotonicNanoseconds else { break }
          Clock.sleep(until: end)
        }
      }
    }
    try outcome.get()
  }

  /// Takes notice of a 429.
  ///
  /// - Throws: exit code 74 where the shared file fails.
  public func slowDown() throws(StageError) {
    try decide { $0.slowDown(at: Clock.monotonicNanoseconds) }
  }

  /// Takes notice that the server asks to wait, in nanoseconds.
  ///
  /// Other processes that share the file wait for at most a minute of it before they find out
  /// themselves: what lies further ahead in the file counts as left from before a restart.
  ///
  /// - Throws: exit code 74 where the shared file fails.
  public func pause(for wait: Int64) throws(StageError) {
    let now = Clock.monotonicNanoseconds
    pausedUntil.max(now + wait, ordering: .relaxed)
    try decide { $0.pause(until: now + min(wait, 55_000_000_000)) }
  }

  private func decide<Result: Sendable>(
    _ body: (inout RequestPacer) -> Result
  ) throws(StageError) -> Result {
    let outcome: Swift.Result<Result, StageError> = pacer.withLock { pacer in
      guard let shared else { return .success(body(&pacer)) }
      do throws(StageError) {
        return .success(try shared.update(&pacer, body))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }
}
