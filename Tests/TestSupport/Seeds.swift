import Foundation

/// The seeds that a random test runs with, as its arguments, so that a failure names its seed.
///
/// `POSTSCRIPT_ETL_TEST_SEED` takes the place of the usual ones in every random test: one seed (`7`)
/// to see a failure again, or a range (`1000-1999`) to search for new ones.
public func seeds(_ usual: Range<UInt64>) -> [UInt64] {
  guard let text = ProcessInfo.processInfo.environment["POSTSCRIPT_ETL_TEST_SEED"] else {
    return Array(usual)
  }
  guard let chosen = seeds(named: text) else {
    preconditionFailure("POSTSCRIPT_ETL_TEST_SEED: \(text) is neither a seed nor a range of seeds")
  }
  return chosen
}

/// True where `POSTSCRIPT_ETL_LONG_TESTS` is set: runs that take minutes, and a machine to themselves,
/// are asked for then.
public let isLongRun = ProcessInfo.processInfo.environment["POSTSCRIPT_ETL_LONG_TESTS"] != nil

/// The seeds that a text names: `7`, or `1-50`; nil where it is neither.
func seeds(named text: String) -> [UInt64]? {
  let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
  switch ends.count {
  case 1: return ends[0].map { [$0] }
  case 2:
    guard let first = ends[0], let last = ends[1], first <= last else { return nil }
    return Array(first...last)
  default: return nil
  }
}
