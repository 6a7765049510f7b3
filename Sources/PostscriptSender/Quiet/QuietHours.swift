public import StageKit
import Wire

/// When it is too late or too early to cause a text, by the clock on the recipient's wall.
///
/// The area code of a North American number and the state tell where they may be; it is quiet where it
/// is in any zone of either. Where neither tells, every zone of the mainland counts.
public struct QuietHours: Sendable {
  private let span: QuietSpan
  private let zones: [String: LocalTimeZone]

  /// Loads the zones.
  ///
  /// - Throws: exit code 78 where the system has no time zone database.
  public init(_ span: QuietSpan) throws(StageError) {
    self.span = span
    var zones: [String: LocalTimeZone] = [:]
    for name in AreaCodes.zones {
      do throws(InvalidValue) { zones[name] = try LocalTimeZone(name) } catch {
        throw StageError(.config, "--quiet-hours: the time zone \(name) \(error.reason)")
      }
    }
    self.zones = zones
  }

  /// Whether it is quiet at an instant where the record's person may be.
  func areNow(_ now: Timestamp, for record: OutboundRecord) -> Bool {
    let places = AreaCodes.places(phone: record.person.phone, state: record.region)
    let second = now.microseconds / 1_000_000
    return places.contains { name in
      guard let zone = zones[name] else { return false }
      let local = Int(second) + zone.offset(at: second)
      let inDay = local - CivilDate.day(ofSecond: local) * 86_400
      return span.contains(minute: inDay / 60)
    }
  }
}
