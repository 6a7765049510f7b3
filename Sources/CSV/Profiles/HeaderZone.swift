import StageKit

/// The time zone that stands in parentheses behind a header: `Order Date (EST)`, `Sent At (UTC)`.
enum HeaderZone {
  case utc
  /// A zone by its IANA name, `America/New_York`, or an offset, `UTC-04:00`.
  case certain(LocalTimeZone)
  /// An abbreviation, a place or `local time`: which zone it is only `--timezone` settles.
  case other

  /// Reads the zone of a header; nil where it has none, or a word that is none.
  init?(_ header: String) {
    guard let text = HeaderName.inParentheses(header) else { return nil }
    let word = text.lowercased()
    if Self.wordsForUTC.contains(word) {
      self = .utc
    } else if let zone = Self.certain(text) {
      self = .certain(zone)
    } else if Self.isOther(word) || Self.abbreviations.contains(text) {
      self = .other
    } else {
      return nil
    }
  }

  private static let wordsForUTC: Set<String> = [
    "utc", "gmt", "z", "zulu", "utc+0", "gmt+0", "utc+00:00", "gmt+00:00", "+00:00", "inutc",
    "utctime",
  ]

  /// The zone of an IANA name or an offset; nil for any other text.
  private static func certain(_ text: String) -> LocalTimeZone? {
    if text.contains("/") { return try? LocalTimeZone(text) }
    let word = text.lowercased()
    let offset = ["utc", "gmt"].contains(String(word.prefix(3))) ? word.dropFirst(3) : word[...]
    guard let sign = offset.first, ["+", "-", "−"].contains(sign) else { return nil }
    var reader = TextReader(Array(offset.dropFirst().utf8))
    let digits = reader.digits()
    guard digits.count == 4 || (1...2).contains(digits.count) else { return nil }
    let hours = TextReader.value(digits.count == 4 ? digits.prefix(2) : digits[...])
    var minutes = digits.count == 4 ? TextReader.value(digits.suffix(2)) : 0
    if digits.count < 3, reader.take(UInt8(ascii: ":")) {
      guard let number = reader.number(2...2) else { return nil }
      minutes = number
    }
    guard reader.isAtEnd, hours <= 14, minutes < 60 else { return nil }
    let seconds = (hours * 3600 + minutes * 60) * (sign == "+" ? 1 : -1)
    return LocalTimeZone(offset: seconds, name: text)
  }

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

  /// Abbreviations of zones that people write; most of them stand for several.
  static let abbreviations: Set<String> = [
    "ACDT", "ACST", "ADT", "AEDT", "AEST", "AKDT", "AKST", "ART", "AST", "AWST", "BRT", "BST",
    "CAT", "CDT", "CEST", "CET", "CLT", "COT", "CST", "CT", "EAT", "EDT", "EEST", "EET", "EST",
    "ET", "GST", "HKT", "HST", "ICT", "IST", "JST", "KST", "MDT", "MSK", "MST", "MT", "NDT",
    "NPT", "NST", "NZDT", "NZST", "PDT", "PET", "PHT", "PKT", "PST", "PT", "SAST", "SGT", "WAT",
    "WEST", "WET", "WIB",
  ]

  // MARK: - Of a file

  /// The zone that the headers of a file's times name; nil where not all of them name one.
  ///
  /// It goes before `--timezone`, which may be that of other files.
  ///
  /// - Throws: exit code 65 for a zone that nobody can tell and `--timezone` does not, and where only
  ///   some times are in UTC and the others in another zone: a file has one.
  static func zone(
    _ profile: Profile,
    _ match: HeaderMatch,
    _ settings: CSVExtractionSettings
  ) throws(StageError) -> LocalTimeZone? {
    if profile.isGeneric { return nil }
    var named: (header: String, zone: LocalTimeZone)?
    var unnamed: String?
    var ofDays: LocalTimeZone?
    for field in profile.fields {
      let isInstant = field.type == .timestamp || field.type == .timestampOrDay
      guard isInstant || field.type == .date || field.type == .dateOrPeriod,
        let column = match.columns[field.name]
      else { continue }
      let header = match.headers[column]
      var zone: LocalTimeZone?
      switch HeaderZone(header) {
      case .other where settings.zone == nil: throw unknownZone(header)
      case .utc: zone = isInstant ? .utc : nil
      case .certain(let certain): zone = certain
      default: break
      }
      guard isInstant else {
        ofDays = ofDays ?? zone
        continue
      }
      if let zone, let named, !isSame(named.zone, zone) {
        throw twoZones(named.header, named.zone.name, header, zone.name)
      }
      if let zone { named = (header, zone) } else { unnamed = header }
    }
    guard let named else { return unnamed == nil ? ofDays : nil }
    guard let unnamed else { return named.zone }
    if let zone = settings.zone, !isSame(zone, named.zone) {
      throw twoZones(named.header, named.zone.name, unnamed, "\(zone.name) by --timezone")
    }
    return nil
  }

  private static func isSame(_ one: LocalTimeZone, _ other: LocalTimeZone) -> Bool {
    one.name == other.name || one.isUTC && other.isUTC
  }

  private static func twoZones(
    _ header: String,
    _ zone: String,
    _ other: String,
    _ otherZone: String
  ) -> StageError {
    StageError(
      .data,
      "the header \(Excerpt.quoted(header)) is in \(zone), and \(Excerpt.quoted(other)) in \(otherZone): "
        + "the times of one file must be in one zone"
    )
  }

  private static func unknownZone(_ header: String) -> StageError {
    StageError(
      .data,
      "the header \(Excerpt.quoted(header)) names a time zone, but not one for certain: say it with "
        + "--timezone, such as --timezone America/New_York"
    )
  }
}
