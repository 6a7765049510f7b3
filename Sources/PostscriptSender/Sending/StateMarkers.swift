/// The STATEs that wait until everything before them is done.
struct StateMarkers: Sendable {
  private var markers: [(before: Int, line: [UInt8])] = []
  private var unfinished: Set<Int> = []
  private var barrier = Int.max

  /// A record with that number is to be done.
  mutating func begin(_ ticket: Int) { unfinished.insert(ticket) }

  /// It is done.
  mutating func finish(_ ticket: Int) { unfinished.remove(ticket) }

  /// It is left for another run: no STATE behind it may pass.
  mutating func hold(_ ticket: Int) {
    unfinished.remove(ticket)
    barrier = min(barrier, ticket)
  }

  /// A STATE came behind all records with a number below this.
  mutating func add(_ line: [UInt8], before ticket: Int) { markers.append((ticket, line)) }

  /// The STATEs behind which nothing is left to do, in order.
  mutating func takePassed() -> [[UInt8]] {
    guard let first = markers.first else { return [] }
    let bound = min(unfinished.min() ?? Int.max, barrier)
    guard first.before <= bound else { return [] }
    let passed = markers.prefix { $0.before <= bound }
    markers.removeFirst(passed.count)
    return passed.map(\.line)
  }
}
