import StageKit
import Wire

/// When a file was exported: the date in its name, else what somebody says, else the newest time of change
/// among its records, else the time of its own last change, which a copy may have made later.
///
/// The name goes first because it is each file's own: one `--as-of` for several files would make an older
/// one as new as the newest.
struct ObservedTime {
  /// Where the time is from.
  enum Witness {
    case option
    /// The name, which has that day since 1970.
    case name(day: Int)
    /// The record that was changed last.
    case record
    case file
  }

  /// The time; nil for a pipe of which nobody says it.
  let time: Timestamp?
  let source: Witness
  /// What somebody says, where the name says another day.
  private var contradicted: Timestamp?

  /// Takes what somebody says.
  init(option time: Timestamp?) {
    self.time = time
    source = .option
  }

  /// Works out the time of a file.
  ///
  /// A name with an earlier day than the newest record tells of the records, not of the export. On its
  /// day the time of the file is the more precise; a later one is that of a copy.
  init(
    path: String,
    modified: Timestamp?,
    option: Timestamp?,
    newest: (NewestRecord.Wanted) throws -> NewestRecord?
  ) rethrows {
    if let (time, day) = try Self.named(path, modified, newest) {
      self.time = time
      source = .name(day: day)
      if let option, CivilDate.day(ofSecond: Self.seconds(option)) != day { contradicted = option }
    } else if let option {
      time = option
      source = .option
    } else if let change = try newest(.change)?.change {
      time = change
      source = .record
    } else {
      time = modified
      source = .file
    }
  }

  /// The time that a name with a day gives, and that day; nil where it has none, or cannot be right.
  private static func named(
    _ path: String,
    _ modified: Timestamp?,
    _ newest: (NewestRecord.Wanted) throws -> NewestRecord?
  ) rethrows -> (time: Timestamp, day: Int)? {
    guard let day = day(inNameOf: path), day * 86_400 <= seconds(modified) else { return nil }
    let end = Timestamp(microseconds: Int64(day * 86_400 + 86_399) * 1_000_000)
    if let modified, modified <= end { return (modified, day) }
    if let newest = try newest(.day)?.day, newest > day + 1 { return nil }
    return (end, day)
  }

  private static func seconds(_ time: Timestamp?) -> Int {
    time.map { Int($0.microseconds / 1_000_000) } ?? Int.max
  }

  /// Says what was used, where it was not an option.
  func tell(_ log: Logger, _ file: String) {
    guard let time else { return }
    if let contradicted {
      log.warning(
        "\(file): its name says another day than --as-of \(contradicted.text), which is for files "
          + "without a date in their names; where the day in the name is not that of the export, rename it"
      )
    }
    switch source {
    case .option:
      // A day ahead is today where the sun rises first.
      guard time.microseconds - Clock.now.microseconds > 86_400_000_000 else { return }
      log.warning(
        "\(file): \(time.text), when it was exported by --as-of, is in the future: no export until then "
          + "will be the newer one"
      )
    case .name: log.info("\(file): exported at \(time.text), by the date in its name")
    case .record: log.info("\(file): exported at \(time.text), by the record that was changed last")
    case .file: log.info("\(file): exported at \(time.text), by the time of the file")
    }
  }

  /// Warns of a file that was changed days after its last record, in seconds since 1970.
  func check(latest: Int?, _ log: Logger, _ file: String) {
    guard case .file = source, let latest, let time,
      Self.seconds(time) - latest >= 2 * 86_400
    else { return }
    let last = Timestamp(microseconds: Int64(latest) * 1_000_000)
    log.warning(
      "\(file): the time of the file, \(time.text), is days later than its last record, of "
        + "\(last.text); where it is a copy of an older export, say with --as-of when that was made"
    )
  }

  /// The day in the name of a file, as `2025-10-07`, `2025_10_07`, `2025.10.07` or `20251007`.
  ///
  /// Several are the days of the records, from one to the other, and not that of the export.
  private static func day(inNameOf path: String) -> Int? {
    let name = Array(path.utf8)
    let start = name.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let days = Set(name[start...].indices.compactMap { day(in: name, at: $0) })
    return days.count == 1 ? days.first : nil
  }

  private static func day(in name: [UInt8], at start: Int) -> Int? {
    guard start == 0 || !name[start - 1].isDigit else { return nil }
    return name.withView { name in
      guard let year = name.number(start, 4), (2000...2099).contains(year) else { return nil }
      var next = start + 4
      let separator = next < name.count && !name[next].isDigit ? name[next] : 0
      guard [0, 0x2D, 0x5F, 0x2E].contains(separator) else { return nil }
      next += separator == 0 ? 0 : 1
      guard let month = name.number(next, 2) else { return nil }
      next += 2
      if separator != 0 {
        guard next < name.count, name[next] == separator else { return nil }
        next += 1
      }
      guard let day = name.number(next, 2), next + 2 == name.count || !name[next + 2].isDigit else {
        return nil
      }
      return CivilDate(year: year, month: month, day: day)?.daysSinceEpoch
    }
  }
}
