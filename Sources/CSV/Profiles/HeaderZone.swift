import StageKit

/// The time zone that stands in parentheses behind a header: `Order Date (EST)`, `Sent At (UTC)`.
enum HeaderZone: Equatable {
  case utc
  /// An abbreviation, a place, an offset or `local time`: which zone it is only `--timezone` settles.
  case other

  /// Reads the zone of a header; nil where it has none, or a word that is none.
  init?(_ header: String) {
    guard let open = header.lastIndex(of: "("), let close = header.lastIndex(of: ")"), open < close
    else { return nil }
    let text = header[header.index(after: open)..<close].filter { !$0.isWhitespace }
    let word = text.lowercased()
    if Self.wordsForUTC.contains(word) {
      self = .utc
    } else if Self.isOther(word) || Self.isAbbreviation(text) {
      self = .other
    } else {
      return nil
    }
  }

  private static let wordsForUTC: Set<String> = [
    "utc", "gmt", "z", "zulu", "utc+0", "gmt+0", "utc+00:00", "gmt+00:00", "+00:00", "inutc",
    "utctime",
  ]

  private static func isOther(_ word: String) -> Bool {
    let words = ["local", "eastern", "central", "mountain", "pacific"]
    let areas = [
      "africa/", "america/", "asia/", "atlantic/", "australia/", "canada/", "etc/", "europe/",
      "indian/", "pacific/", "us/",
    ]
    if words.contains(word) || areas.contains(where: { word.hasPrefix($0) }) { return true }
    if word.contains("timezone") { return true }
    if word.hasSuffix("time") { return !["time", "datetime", "date/time"].contains(word) }
    let offset = ["utc", "gmt"].contains(String(word.prefix(3))) ? word.dropFirst(3) : word[...]
    guard let sign = offset.first, ["+", "-", "−"].contains(sign) else { return false }
    return offset.count > 1 && offset.dropFirst().allSatisfy { $0.isNumber || $0 == ":" }
  }

  /// Capitals that are no zone.
  private static let otherCapitals: Set<String> = [
    "SMS", "MMS", "AM", "PM", "ISO", "MDY", "DMY", "YMD", "ID", "UNIX", "EPOCH", "DATE", "DAY",
    "TIME",
  ]

  private static func isAbbreviation(_ text: String) -> Bool {
    (2...5).contains(text.utf8.count) && text.allSatisfy { ("A"..."Z").contains($0) }
      && !otherCapitals.contains(text)
  }

  // MARK: - Of a file

  private static let zonesOfUTC: Set<String> = [
    "UTC", "Etc/UTC", "GMT", "Etc/GMT", "Etc/UCT", "UCT", "Zulu",
  ]

  /// The zone that the headers of a file's times name; nil where not all of them name one.
  ///
  /// - Throws: exit code 65 for a zone that nobody can tell and `--timezone` does not, 64 where that
  ///   says another zone than a header.
  static func zone(
    _ profile: Profile,
    _ match: HeaderMatch,
    _ settings: CSVExtractionSettings
  ) throws(StageError) -> LocalTimeZone? {
    if profile.isGeneric { return nil }
    var (named, unnamed) = (0, 0)
    for field in profile.fields {
      let isInstant = field.type == .timestamp || field.type == .timestampOrDay
      guard isInstant || field.type == .date || field.type == .dateOrPeriod,
        let column = match.columns[field.name]
      else { continue }
      let header = match.headers[column]
      switch HeaderZone(header) {
      case .other where settings.zone == nil: throw unknownZone(header)
      case .utc where isInstant:
        named += 1
        guard let given = settings.zone, !zonesOfUTC.contains(given.name) else { continue }
        throw StageError(
          .usage,
          "the header \(Excerpt.quoted(header)) names another time zone than --timezone "
            + given.name
        )
      default: if isInstant { unnamed += 1 }
      }
    }
    return named > 0 && unnamed == 0 ? .utc : nil
  }

  private static func unknownZone(_ header: String) -> StageError {
    StageError(
      .data,
      "the header \(Excerpt.quoted(header)) names a time zone, but not one for certain: say it with "
        + "--timezone, such as --timezone America/New_York"
    )
  }
}
