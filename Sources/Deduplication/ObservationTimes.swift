import StageKit
import Wire

/// The times at which the records of a run were observed, so that sixteen bits say when one was.
///
/// Records of one export share a time, so that there are few. Where there are more than marks, the
/// last mark stands for all others, of which only the first and the last time are known.
struct ObservationTimes {
  /// A record that does not say when it was observed: a loader takes it as observed now.
  private static let now = Timestamp(microseconds: .max)
  private static let shared = UInt16.max

  private var times = [now]
  private var marks: [Timestamp: UInt16] = [now: 0]
  /// The first and the last of the times that share a mark.
  private var rest: (first: Timestamp, last: Timestamp)?
  /// The text of the latest time, its time and its mark, since the next is the same as a rule.
  private var latest = (text: [UInt8](), time: now, mark: UInt16(0))

  /// The mark of the time of the latest message that was asked for.
  var mark: UInt16 { latest.mark }

  /// Takes the time of a message's envelope, or of a bare record's own members.
  mutating func take(_ input: inout MessageInput) {
    let line = input.line
    let member =
      input.isBare
      ? input.scanner.record.lastIndex(named: "time_extracted", in: line)
        .map { input.scanner.record[$0] }
      : input.scanner.envelope.lastIndex(named: "time_extracted", in: line)
        .map { input.scanner.envelope[$0] }
    guard let member, member.kind == .string else {
      if latest.mark != 0 { latest = ([], Self.now, 0) }
      return
    }
    let text = member.stringBody(in: line)
    if !text.equals(latest.text) { take(text) }
  }

  private mutating func take(_ text: ByteView) {
    let time = Timestamp(text, assumingUTC: true, rounding: true) ?? Self.now
    latest = (text.array, time, mark(of: time))
  }

  private mutating func mark(of time: Timestamp) -> UInt16 {
    if let mark = marks[time] { return mark }
    if times.count < Int(Self.shared) {
      let mark = UInt16(times.count)
      times.append(time)
      marks[time] = mark
      return mark
    }
    rest = rest.map { (min($0.first, time), max($0.last, time)) } ?? (time, time)
    return Self.shared
  }

  /// Whether the latest time is, or may be, later than the one that a mark stands for.
  func isLater(than mark: UInt16) -> Bool {
    guard mark == Self.shared, let rest else { return latest.time > times[Int(mark)] }
    return latest.time > rest.first
  }

  /// Whether the latest time is, or may be, earlier than the one that a mark stands for.
  func isEarlier(than mark: UInt16) -> Bool {
    guard mark == Self.shared, let rest else { return latest.time < times[Int(mark)] }
    return latest.time < rest.last
  }
}
