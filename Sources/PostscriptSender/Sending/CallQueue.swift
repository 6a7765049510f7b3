import PostscriptAPI
import Wire

/// The calls that are to be made, wait for another attempt, or are under way.
struct CallQueue: Sendable {
  /// The attempts for one purpose.
  private struct Effort: Sendable {
    var attempts = 0
    var since: Int64 = 0
    var notBefore: Int64 = 0
    var mayHaveArrived = false
    var asked: Int64 = 0
  }

  private let limit: Int
  private let policy: RetryPolicy
  private var random: SeededRandom
  private var efforts: [CallPurpose: Effort] = [:]
  private var queue: [CallPurpose] = []
  private var underWay: [Int: CallPurpose] = [:]
  private var nextCall = 0

  init(limit: Int, policy: RetryPolicy, seed: UInt64) {
    self.limit = limit
    self.policy = policy
    random = SeededRandom(seed: seed)
  }

  /// Whether no call is under way.
  var isQuiet: Bool { underWay.isEmpty }

  /// Which attempt the last one was, from 1.
  func attempts(_ purpose: CallPurpose) -> Int { efforts[purpose]?.attempts ?? 0 }

  /// Whether any attempt may have taken effect without an answer.
  func mayHaveArrived(_ purpose: CallPurpose) -> Bool { efforts[purpose]?.mayHaveArrived ?? false }

  /// Puts a purpose at the end of the queue, or at its front.
  mutating func open(_ purpose: CallPurpose, first: Bool = false) {
    efforts[purpose] = Effort()
    queue.insert(purpose, at: first ? 0 : queue.count)
  }

  /// Forgets a purpose that has been reached.
  mutating func close(_ purpose: CallPurpose) { efforts[purpose] = nil }

  /// Takes out the purposes whose time has come, as many as have room; and says when the next comes.
  mutating func takeDue(at now: Int64) -> (due: [CallPurpose], wakeAt: Int64?) {
    var due: [CallPurpose] = []
    var wakeAt: Int64?
    var later: [CallPurpose] = []
    for purpose in queue {
      let time = efforts[purpose]?.notBefore ?? 0
      if time > now { wakeAt = min(wakeAt ?? Int64.max, time) }
      if time <= now, underWay.count + due.count < limit {
        due.append(purpose)
      } else {
        later.append(purpose)
      }
    }
    queue = later
    return (due, wakeAt)
  }

  /// Begins an attempt; gives the number of the call.
  mutating func begin(_ purpose: CallPurpose, at now: Int64) -> Int {
    var effort = efforts[purpose] ?? Effort()
    if effort.attempts == 0 { effort.since = now }
    effort.attempts += 1
    efforts[purpose] = effort
    underWay[nextCall] = purpose
    nextCall += 1
    return nextCall - 1
  }

  /// Takes what came of a call; gives what it was for, or nil where it is none of ours.
  mutating func end(_ call: Int, _ answer: CallAnswer) -> CallPurpose? {
    guard let purpose = underWay.removeValue(forKey: call) else { return nil }
    switch answer {
    case .lost(_, _, let mayHaveArrived, let asked):
      if mayHaveArrived { efforts[purpose]?.mayHaveArrived = true }
      efforts[purpose]?.asked = asked
    case .throttled(_, let asked): efforts[purpose]?.asked = asked
    case .success, .refused, .ending: break
    }
    return purpose
  }

  /// Plans another attempt; false where that has been done for long enough.
  mutating func again(_ purpose: CallPurpose, _ failure: RetryPolicy.Failure, at now: Int64) -> Bool
  {
    guard let effort = efforts[purpose] else { return false }
    let decision = policy.decision(
      after: failure,
      attempt: effort.attempts,
      elapsed: now - effort.since,
      // The connection was checked before anything was sent.
      hadContact: true,
      asked: effort.asked,
      random: random.unit()
    )
    guard case .retry(let wait) = decision else { return false }
    efforts[purpose]?.notBefore = now + wait
    queue.insert(purpose, at: 0)
    return true
  }
}

/// What a call is for: a record by its ticket, or a look-up by its number.
enum CallPurpose: Hashable, Sendable {
  case record(Int)
  case lookup(Int)
}
