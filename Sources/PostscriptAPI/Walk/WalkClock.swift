/// What time it is at the server, as far as answers and this machine tell.
///
/// Two things are wanted of it, and they err on different sides: a time up to which to read, which
/// may be too late, and one that the server had certainly reached when rows were read, which may be
/// too early. So neither a wrong clock here nor a single wrong answer can have a bookmark pass what
/// nobody has read.
struct WalkClock: Sendable {
  /// The latest time that an answer, or this machine where answers tell none, has claimed.
  private(set) var present: Int64
  /// The latest time that both the answers and this machine agree has been reached.
  private(set) var reached = Int64.min
  /// The newest time in a row, which the server itself has given it.
  private(set) var newest: Int64?
  /// Whether every answer so far had the server's time.
  private(set) var hasServerTime = true

  /// Starts with the time of this machine.
  init(_ machine: Int64) { present = machine }

  /// Takes notice of an answer: the server's time, where the answer has it, and this machine's.
  mutating func take(serverTime: Int64?, machine: Int64) {
    if serverTime == nil { hasServerTime = false }
    // The first answer is worth more than what this machine thought before.
    present = reached == .min ? serverTime ?? machine : max(present, serverTime ?? machine)
    reached = max(reached, min(serverTime ?? machine, machine))
  }

  /// Takes notice of the times in rows.
  mutating func see(_ rows: [WalkRow]) {
    for row in rows {
      if let second = row.second { newest = max(newest ?? second, second) }
    }
  }

  /// The latest second that is settled, given one that is so by the clocks: where answers don't tell
  /// the time, only the rows do.
  func safe(_ second: Int64, settling: Int64) -> Int64? {
    if hasServerTime { return second }
    return newest.map { min(second, $0 - settling) }
  }
}
