import Foundation
import TestSupport
import Testing

/// What other targets are tested with, into `load-postgres`.
///
/// The files are in the package meltanolabs-target-postgres and in the SDK that it brings along, so
/// these run only where POSTSCRIPT_ETL_TAPS names the folder of `RealTapTests`.
@Suite("Files of other targets' tests", .serialized, .enabled(if: RealTap.folder != nil))
struct TargetFileTests {
  @Test("the data files of MeltanoLabs' target-postgres", arguments: TargetFile.meltanoLabs)
  func meltanoLabs(file: TargetFile) throws {
    let paths = try Self.paths(in: "tests/data_files/")
    try withDatabase { work, database in
      for name in file.files {
        let outcome = try load(paths[name], file.arguments, work, database)
        #expect(outcome.status == (file.query == nil ? 65 : 0), "\(outcome)")
      }
      if let query = file.query { #expect(try database.rows(query) == file.rows) }
    }
  }

  @Test("each data file is among them")
  func allFiles() throws {
    let named = Set(TargetFile.meltanoLabs.flatMap(\.files))
    #expect(try Set(Self.paths(in: "tests/data_files/").keys) == named)
  }

  @Test("the streams that Singer's SDK tests targets with")
  func streamsOfTheSDK() throws {
    let refused = ["encoded_string_data", "record_before_schema", "record_missing_key_property"]
    let paths = try Self.paths(in: "target_test_streams/")
    #expect(paths.count >= 20)
    try withDatabase { work, database in
      for (name, path) in paths.sorted(by: { $0.key < $1.key }) {
        let outcome = try load(path, [], work, database)
        #expect(outcome.status == (refused.contains(name) ? 65 : 0), "\(outcome)")
        if refused.contains(name) { continue }
        let records = try readText(path).split(separator: "\n").count { $0.contains(#""RECORD""#) }
        #expect(outcome.errors.contains("read \(records), "), "\(outcome)")
        #expect(outcome.errors.contains("rejected 0"), "\(outcome)")
      }
      // Of five records two are the same as others but for one value, and one comes three times.
      let duplicates = "select id, metric from sms.test_duplicate_records order by id"
      #expect(try database.rows(duplicates) == ["1|100", "2|20"])
    }
  }

  private func load(
    _ path: String?,
    _ arguments: [String],
    _ work: Workspace,
    _ database: Database
  ) throws -> Outcome {
    let program = BuiltProducts.program("load-postgres")
    let all = ["--at-eof", "commit"] + arguments
    let command = Command(path: program, all, environment: database.environment)
    return try work.run(command, input: .file(try #require(path)))
  }

  /// The files of a folder somewhere in the package, by their names without the ending.
  private static func paths(in folder: String) throws -> [String: String] {
    let root = (RealTap.folder ?? "") + "/meltanolabs-target-postgres/lib"
    let found = try FileManager.default.subpathsOfDirectory(atPath: root)
      .filter { $0.contains(folder) && $0.hasSuffix(".singer") }
      .map { ($0.split(separator: "/").last?.dropLast(7) ?? "", "\(root)/\($0)") }
    return Dictionary(found.map { (String($0.0), $0.1) }) { first, _ in first }
  }
}
