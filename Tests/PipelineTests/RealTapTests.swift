import TestSupport
import Testing

/// Other authors' taps into `load-postgres`: the warehouse has each value of the source, whatever
/// state a tap goes on from.
///
/// It needs those taps, so it runs only where POSTSCRIPT_ETL_TAPS names a folder that has a virtual
/// environment for each, named like its package: see docs/meltano.md.
@Suite("Real taps", .serialized, .enabled(if: RealTap.folder != nil))
struct RealTapTests {
  @Test("each value is stored, and states that are restored change nothing", arguments: RealTap.all)
  func values(tap: RealTap) throws {
    try withDatabase { work, database in
      let run = try TapRun(tap, work, database)
      let isRefreshed = tap.method == "FULL_TABLE"
      func check(keepingGone: Bool, _ line: Int) throws {
        let found = try run.differences(keepingGone: keepingGone)
        #expect(found.isEmpty, "line \(line): \(found.prefix(4))")
      }
      let first = try run.load(from: nil)
      try check(keepingGone: false, #line)
      try run.change(TapRun.firstChanges)
      let second = try run.load(from: first)
      try check(keepingGone: !isRefreshed, #line)
      // The older state, and the newer one again.
      _ = try run.load(from: first)
      try check(keepingGone: !isRefreshed, #line)
      _ = try run.load(from: second)
      try check(keepingGone: !isRefreshed, #line)
      // All from the beginning, and then from the states that were before that.
      try run.change(TapRun.laterChanges)
      for state in [nil, first, second] {
        _ = try run.load(from: state)
        try check(keepingGone: !tap.hasVersions, #line)
      }
    }
  }
}
