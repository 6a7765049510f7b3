import StageKit
import Wire

/// When a file was exported: the date in its name, with the time of day where the name has one, else what somebody says, else the newest time of change
/// among its records, else the time of its own last change, which a copy may have made later.
///
/// The name goes first because it is each file's own: one `--as-of` for several files would make an older
/// one as new as the newest.
struct ObservedTime {
  /// Where the time is from.
  enum Witness {
    case option
    /// The name, which has that day since 1970, and maybe a time of day.
    case name(day: Int, hasTime: Bool)
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
  /// day the time of the file is the more precise, where the name has none, and so is one that somebody
  /// says; a later one is that of a copy.
  init(
    path: String,
    modified: Timestamp?,
    option: Timestamp?,
    zone: LocalTimeZone?,
    newest: (NewestRecord.Wanted) throws -> NewestRecord?
  ) rethrows {
    if let (time, name) = try Self.named(path, modified, zone, newest) {
      let isOfDay = option.map { CivilDate.day(ofSecond: Self.seconds($0)) == name.day }
      if isOfDay == false { contradicted = option }
      // Of a day alone midnight is no time of day.
      if let option, isOfDay == true, name.second == nil, Self.seconds(option) % 86_400 != 0 {
        self.time = option
        source = .option
      } else {
        self.time = time
        source = .name(day: name.day, hasTime: name.second != nil)
      }
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

  /// The time that a name with a day gives, and what the name has; nil where it has no day, or one that
  /// cannot be right.
  ///
  /// A time of day whose zone is not known is taken for one in UTC. A file is not older than its records'
  /// export, so a time of the file that is earlier is the right one.
  private static func named(
    _ path: String,
    _ modified: Timestamp?,
    _ zone: LocalTimeZone?,
    _ newest: (NewestRecord.Wanted) throws -> NewestRecord?
  ) rethrows -> (time: Timestamp, name: NamedTime)? {
    guard let name = NamedTime(inNameOf: path), name.day * 86_400 <= seconds(modified) else {
      return nil
    }
    var second = name.day * 86_400 + 86_399
    if let ofDay = name.second {
      var zone = zone
      let offset = name.offset ?? zone?.offset(day: name.day, second: ofDay) ?? 0
      second = name.day * 86_400 + ofDay - offset
    }
    let time = Timestamp(microseconds: Int64(second) * 1_000_000)
    if let modified, modified <= time { return (modified, name) }
    if let newest = try newest(.day)?.day, newest > name.day + 1 { return nil }
    return (time, name)
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
    case .name(_, let hasTime):
      let part = hasTime ? "time" : "date"
      log.info("\(file): exported at \(time.text), by the \(part) in its name")
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
}
