import StageKit
import Wire

/// Reads points in time; those without an offset are by the clock of a zone, where one was given.
struct MomentReader {
  private var zone: LocalTimeZone?

  init(_ zone: LocalTimeZone?) { self.zone = zone }

  /// The instant that a text means.
  ///
  /// - Throws: ``RecordFault`` where it is none, or where the text leaves open which.
  mutating func read(_ text: ByteView) throws(RecordFault) -> Timestamp {
    let text = text.trimmed
    if let time = Timestamp(text, rounding: true), time.isWritable { return time }
    guard var zone, text.count > 10,
      let local = Timestamp(text, assumingUTC: true, rounding: true), local.isWritable
    else { throw .notATime(text) }
    let (second, fraction) = local.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    let seconds = Int(fraction < 0 ? second - 1 : second)
    let day = CivilDate.day(ofSecond: seconds)
    let offset = zone.offset(day: day, second: seconds - day * 86_400)
    self.zone = zone
    guard let offset else {
      throw RecordFault(
        .skippedLocalTime,
        "does not exist in \(zone.name), whose clocks were put forward over it",
        value: text.text
      )
    }
    return Timestamp(microseconds: local.microseconds - Int64(offset) * 1_000_000)
  }
}

extension Timestamp {
  /// Appends the time as Postscript's API publishes it for `occurred_at`, in UTC:
  /// `2026-03-08 07:30:00.000000`.
  func writeForAPI(to output: inout ByteBuffer) {
    let start = output.count
    write(to: &output)
    output[start + 10] = UInt8(ascii: " ")
    let isWhole = output.count == start + 20
    output.truncate(to: output.count - 1)
    if isWhole { output.append(".000000") }
  }
}
