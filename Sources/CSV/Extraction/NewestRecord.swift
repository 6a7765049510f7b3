import StageKit
import Wire

/// What a file's records say of when it was exported, read ahead of the file itself.
struct NewestRecord {
  /// What is asked for, so that a file that cannot answer is not read.
  enum Wanted {
    case day, change
  }

  /// The latest day since 1970 in the file, as it is written there; nil where it has none.
  private(set) var day: Int?
  /// When the record was changed that was changed last; nil where the file has no such times.
  private(set) var change: Timestamp?

  private static let columns = [
    "created_at", "updated_at", "order_at", "sent_at", "failed_at", "date", "send_date",
    "send_time",
  ]

  private static func profile(
    of headers: [String],
    _ profiles: [Profile],
    _ path: String
  ) -> Profile? {
    if profiles.count == 1 { return profiles[0] }
    guard case .one(let profile) = Recognition(headers, profiles, file: path) else { return nil }
    return profile
  }

  /// Reads a file; nil where no profile fits it.
  init?(
    _ wanted: Wanted,
    in path: String,
    _ profiles: [Profile],
    _ settings: CSVExtractionSettings,
    _ stage: Stage
  ) throws {
    var scanner = RecordScanner(try InputFile(path, stage), delimiter: settings.delimiter)
    let headers = try FileHeader.names(&scanner, path)
    guard let profile = Self.profile(of: headers, profiles, path),
      let match = try? HeaderMatch(
        profile,
        headers: headers,
        foundElsewhere: Set(profile.fields.map(\.name))
      )
    else { return nil }
    let names = wanted == .change ? ["updated_at"] : Self.columns
    let places = names.compactMap { match.columns[$0] }
    if places.isEmpty { return }
    let months = places.map { HeaderName.normalized(headers[$0]) == "month" }
    var reader = CellTimes(profile, settings)
    try scanner.forEachRecord(ofWidth: headers.count) { record in
      for (index, place) in places.enumerated() where !record[place].isEmpty {
        switch wanted {
        case .day:
          let last = reader.lastDay(record[place], isMonth: months[index])
          if let last { day = max(day ?? last, last) }
        case .change:
          guard let seconds = reader.instant(record[place]) else { continue }
          let instant = Timestamp(microseconds: Int64(seconds) * 1_000_000)
          change = max(change ?? instant, instant)
        }
      }
      return true
    }
  }

  /// Reads times in the forms that a file may have: the usual one at once, any other by the parser.
  private struct CellTimes {
    private var times: TimestampReader
    private var parser: CivilTimeParser
    private var zone: LocalTimeZone?

    init(_ profile: Profile, _ settings: CSVExtractionSettings) {
      let order = settings.dateOrder == .auto ? profile.dateOrder : settings.dateOrder
      let vendorZone = profile.timesWithoutOffset == .areUTC ? LocalTimeZone.utc : nil
      zone = settings.zone ?? vendorZone
      times = TimestampReader(zone: zone, order: order)
      parser = CivilTimeParser(order)
    }

    /// The last day of a time, a day or a period as it is printed; nil where it is none.
    mutating func lastDay(_ field: Field, isMonth: Bool) -> Int? {
      if !isMonth, let day = times.printed(field)?.day { return day }
      guard let period = try? CivilPeriod(field.unquotedBytes, &parser) else { return nil }
      return isMonth ? (try? period.month.last) ?? period.last : period.last
    }

    /// The instant of a time in seconds since 1970; nil where it is none, or its zone is not known.
    mutating func instant(_ field: Field) -> Int? {
      if let instant = times.printed(field)?.instant { return instant }
      guard let time = try? parser.parse(field.unquotedBytes), let second = time.second,
        let offset = time.offset ?? zone?.offset(day: time.days, second: second)
      else { return nil }
      return time.days * 86_400 + second - offset
    }
  }
}
