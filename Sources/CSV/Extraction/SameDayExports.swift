import StageKit
import Wire

/// The exports of a run of which only the day is known, so that of two of one day none is the newer.
struct SameDayExports {
  private struct DayExport {
    let file: String
    let stream: String
    let time: Timestamp
    let coverage: [Coverage]
  }

  private var exports: [DayExport] = []

  /// Warns of a file that has records of the same time as one before it, and was exported on the same day.
  mutating func tell(_ file: SourceFile, _ stream: String, _ coverage: [Coverage], _ log: Logger) {
    guard case .name(let day, hasTime: false) = file.observed.source, let time = file.timeExtracted,
      time.microseconds == (Int64(day) * 86_400 + 86_399) * 1_000_000
    else { return }
    let own = DayExport(file: file.name, stream: stream, time: time, coverage: coverage)
    let other = exports.first {
      $0.stream == stream && $0.time == time && Self.overlap($0.coverage, coverage)
    }
    if let other {
      log.warning(
        "\(file.name) and \(other.file) are of the same day by their names, and have records of the same "
          + "time: where they differ, none is the newer. Put the time of the export into their names, such as "
          + "2025-10-07_08-00-00, or load the older one first by itself, each with --as-of and its time"
      )
    }
    exports.append(own)
  }

  /// True where both have more than a second in common.
  private static func overlap(_ some: [Coverage], _ others: [Coverage]) -> Bool {
    some.contains { one in
      others.contains { other in
        one.sourceSystem == other.sourceSystem
          && min(CoveredRange.seconds(one.until), CoveredRange.seconds(other.until))
            - max(CoveredRange.seconds(one.from), CoveredRange.seconds(other.from)) > 1
      }
    }
  }
}
