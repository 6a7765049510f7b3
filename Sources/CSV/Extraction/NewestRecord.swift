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
    let order = settings.dateOrder == .auto ? profile.dateOrder : settings.dateOrder
    let vendorZone = profile.timesWithoutOffset == .areUTC ? LocalTimeZone.utc : nil
    var zone = settings.zone ?? vendorZone
    var parser = CivilTimeParser(order)
    let names = wanted == .change ? ["updated_at"] : Self.columns
    let places = names.compactMap { match.columns[$0] }
    if places.isEmpty { return }
    while true {
      let event = try scanner.next()
      if event == .end { return }
      guard event == .record, scanner.record.count == headers.count else { continue }
      for place in places where !scanner.record[place].isEmpty {
        let text = scanner.record[place].unquotedBytes
        switch wanted {
        case .day:
          guard let period = try? CivilPeriod(text, &parser) else { continue }
          let isMonth = HeaderName.normalized(headers[place]) == "month"
          let last = isMonth ? (try? period.month.last) ?? period.last : period.last
          day = max(day ?? last, last)
        case .change:
          guard let time = try? parser.parse(text), let second = time.second,
            let offset = time.offset ?? zone?.offset(day: time.days, second: second)
          else { continue }
          let seconds = time.days * 86_400 + second - offset
          let instant = Timestamp(microseconds: Int64(seconds) * 1_000_000)
          change = max(change ?? instant, instant)
        }
      }
    }
  }
}
