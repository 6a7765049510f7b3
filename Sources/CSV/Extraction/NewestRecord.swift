import StageKit
import Wire

/// The day of the newest record of a file, read ahead of the file itself.
enum NewestRecord {
  private static let columns = [
    "created_at", "updated_at", "order_at", "sent_at", "date", "send_date", "send_time",
  ]

  private static func profile(of headers: [String], _ profiles: [Profile]) -> Profile? {
    if profiles.count == 1 { return profiles[0] }
    guard case .one(let profile) = Recognition(headers, profiles) else { return nil }
    return profile
  }

  /// The latest day since 1970 in a file, as it is written there; nil where it has none.
  static func day(
    in path: String,
    _ profiles: [Profile],
    _ settings: CSVExtractionSettings,
    _ stage: Stage
  ) throws -> Int? {
    var scanner = RecordScanner(try InputFile(path, stage), delimiter: settings.delimiter)
    let headers = try FileHeader.names(&scanner, path)
    guard let profile = profile(of: headers, profiles),
      let match = try? HeaderMatch(
        profile,
        headers: headers,
        foundElsewhere: Set(profile.fields.map(\.name))
      )
    else { return nil }
    let order = settings.dateOrder == .auto ? profile.dateOrder : settings.dateOrder
    var parser = CivilTimeParser(order)
    let places = columns.compactMap { match.columns[$0] }
    var newest: Int?
    while true {
      let event = try scanner.next()
      if event == .end { return newest }
      guard event == .record, scanner.record.count == headers.count else { continue }
      for place in places where !scanner.record[place].isEmpty {
        let period = try? CivilPeriod(scanner.record[place].unquotedBytes, &parser)
        if let last = period?.last { newest = max(newest ?? last, last) }
      }
    }
  }
}
