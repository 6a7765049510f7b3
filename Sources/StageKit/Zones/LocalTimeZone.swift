/// Turns local times of one zone into instants, with a memory of the days seen last.
///
/// - A local time that the clocks pass twice (autumn) is its first occurrence.
/// - A local time that the clocks leap over (spring) does not exist and is refused.
public struct LocalTimeZone: Sendable {
  /// The IANA name.
  public let name: String
  /// True for UTC by any of its names.
  public let isUTC: Bool
  private let file: ZoneFile
  private var days = [CachedDay](repeating: CachedDay(), count: 512)

  /// A day on which one offset holds from its first to its last second.
  private struct CachedDay: Sendable {
    var day = Int32.min
    var offset: Int32 = 0
  }

  /// Reads a zone by its IANA name.
  ///
  /// - Throws: ``InvalidValue`` where there is no such zone, or no time zone database.
  public init(_ name: String) throws(InvalidValue) {
    self.init(name: name, file: try ZoneFile(name: name))
  }

  init(name: String, file: ZoneFile) {
    self.name = name
    self.file = file
    isUTC = file.isUTC
  }

  /// The zone that needs no database.
  public static var utc: LocalTimeZone? { try? LocalTimeZone("UTC") }

  /// The offset east of UTC, in seconds, of a local time, or nil where there is no such time.
  ///
  /// The day is counted from 1970-01-01, the second from midnight by the clock on the wall.
  public mutating func offset(day: Int, second: Int) -> Int? {
    let slot = day & 511
    if days[slot].day == Int32(truncatingIfNeeded: day) { return Int(days[slot].offset) }
    let midnight = Int64(day) * 86_400
    // Offsets lie between -12 and +14 hours, so this covers the whole day in any of them.
    let before = file.offset(at: midnight - 14 * 3600)
    let after = file.offset(at: midnight + 36 * 3600)
    if before == after {
      days[slot] = CachedDay(
        day: Int32(truncatingIfNeeded: day),
        offset: Int32(truncatingIfNeeded: before)
      )
      return before
    }
    let local = midnight + Int64(second)
    // The larger offset is the earlier instant.
    for offset in [max(before, after), min(before, after)]
    where file.offset(at: local - Int64(offset)) == offset {
      return offset
    }
    return nil
  }

  /// The offset east of UTC, in seconds, that holds at an instant in seconds since the epoch.
  public func offset(at instant: Int64) -> Int { file.offset(at: instant) }
}

extension LocalTimeZone: OptionValue {
  /// Reads an IANA name.
  public init(optionText: String) throws(InvalidValue) { try self.init(optionText) }
  /// The name.
  public var optionText: String? { name }
}
