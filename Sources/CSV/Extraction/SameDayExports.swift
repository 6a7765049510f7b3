import StageKit
import Wire

/// The exports of a run, to find two that were exported at one time as far as is known, so that none of
/// them is the newer.
struct SameDayExports {
  private struct KnownExport {
    let file: String
    let stream: String
    let time: Timestamp
    let coverage: [Coverage]
  }

  private var exports: [KnownExport] = []

  /// Warns of a file that has records of the same time as one before it, and was exported at the same time.
  mutating func tell(_ file: SourceFile, _ stream: String, _ coverage: [Coverage], _ log: Logger) {
    // Rejects of one file are in several groups, and of one time.
    guard file.replay == nil, let time = file.timeExtracted else { return }
    let own = KnownExport(file: file.name, stream: stream, time: time, coverage: coverage)
    let other = exports.first {
      $0.stream == stream && $0.time == time && Self.overlap($0.coverage, coverage)
    }
    if let other {
      log.warning(
        "\(file.name) and \(other.file) \(Self.words(file.observed, time)): where they differ, none is the "
          + "newer. Put the time of the export into their names, such as 2025-10-07_08-00-00, or load "
          + "the older one first by itself, each with --as-of and its time"
      )
    }
    exports.append(own)
  }

  /// What the two have in common: the day that their names have, or a time.
  private static func words(_ observed: ObservedTime, _ time: Timestamp) -> String {
    if case .name(let day, hasTime: false) = observed.source,
      time.microseconds == (Int64(day) * 86_400 + 86_399) * 1_000_000
    {
      return "are of the same day by their names, and have records of the same time"
    }
    return "have the same time of export, \(time.text), and records of the same time"
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
