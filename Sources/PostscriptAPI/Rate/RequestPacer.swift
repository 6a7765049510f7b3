/// Decides when the next request may go, so that no second ever holds more than the limit.
///
/// A pure value: it is given the time and answers with a time. Any stretch of a second (and a
/// little more, since requests take more or less long on their way) holds at most that many requests
/// as the limit allows; within it they keep at least half of the even distance, so that time lost
/// at the start or to a slow answer can be made good without a burst. A 429 all the same (someone
/// else uses the key) makes all of this longer, which then shrinks back bit by bit.
public struct RequestPacer: Sendable, Equatable {
  /// The stretch of time that the limit is kept in: a second and room for delays on the way.
  public static let window: Int64 = 1_025_000_000
  /// The longest that 429 answers can make it, as a multiple.
  public static let stretchLimit = 8.0

  /// The most requests in a window; 0 for no limit.
  public let limit: Int
  /// The multiple of the usual window that is kept at present.
  public private(set) var stretch = 1.0
  /// The latest slots given out, as many as the limit, the oldest first.
  private var slots: [Int64] = []
  /// Nothing goes before this instant.
  private var notBefore: Int64 = 0

  /// Paces to a number of requests a second; 0 for no limit.
  public init(perSecond: Int) { limit = perSecond }

  /// Takes the next free slot.
  ///
  /// - Parameter now: the present in nanoseconds of the steady clock.
  /// - Returns: the instant at which the request may go.
  public mutating func reserve(at now: Int64) -> Int64 {
    guard limit > 0 else { return now }
    forgetImpossible(now)
    let window = Int64(Double(RequestPacer.window) * stretch)
    var slot = max(now, notBefore)
    if let last = slots.last { slot = max(slot, last + window / Int64(limit * 2)) }
    if slots.count >= limit { slot = max(slot, slots[slots.count - limit] + window) }
    slots.append(slot)
    if slots.count > limit { slots.removeFirst(slots.count - limit) }
    stretch = max(1, stretch * 0.99)
    return slot
  }

  /// Takes notice of a 429: nothing goes for a second, and then more slowly.
  public mutating func slowDown(at now: Int64) {
    // Further 429 answers within that second are the same event.
    guard limit > 0, now >= notBefore else { return }
    stretch = min(RequestPacer.stretchLimit, stretch * 1.5)
    notBefore = now + 1_000_000_000
  }

  /// Takes notice of a wish of the server: nothing goes before an instant.
  public mutating func pause(until instant: Int64) { notBefore = max(notBefore, instant) }

  /// Slots a minute ahead are none of ours: the file they came from is older than the last start of
  /// the machine, from which the clock counts.
  private mutating func forgetImpossible(_ now: Int64) {
    let latest = now + 60_000_000_000
    if slots.contains(where: { $0 > latest }) { slots = [] }
    if notBefore > latest { notBefore = 0 }
  }
}

extension RequestPacer {
  /// The most bytes that ``encoded`` can have.
  public static let encodedLimit = 8 * 1026

  /// What processes that share a pacer tell each other.
  public var encoded: [UInt8] {
    let numbers = [Int64(stretch * 1e6), notBefore] + slots.suffix(1024)
    return numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
  }

  /// Takes over what another process wrote; bytes that make no sense are ignored.
  public mutating func adopt(_ bytes: [UInt8]) {
    guard let state = RequestPacer.state(bytes) else { return }
    (stretch, notBefore, slots) = state
  }

  /// Whether the bytes are what a pacer writes, or nothing yet.
  public static func hasWritten(_ bytes: [UInt8]) -> Bool { bytes.isEmpty || state(bytes) != nil }

  private static func state(_ bytes: [UInt8]) -> (Double, Int64, [Int64])? {
    guard bytes.count >= 16, bytes.count <= encodedLimit, bytes.count.isMultiple(of: 8) else {
      return nil
    }
    let numbers = (0..<bytes.count / 8).map { word in
      (0..<8).reduce(Int64(0)) { $0 | Int64(bytes[word * 8 + $1]) << ($1 * 8) }
    }
    let multiple = Double(numbers[0]) / 1e6
    let times = numbers.dropFirst()
    guard multiple >= 1, multiple <= stretchLimit, times.allSatisfy({ $0 >= 0 }) else {
      return nil
    }
    return (multiple, numbers[1], numbers.dropFirst(2).sorted())
  }
}
