import Foundation
import TestSupport
import Testing
import Wire

/// Others' taps into `load-postgres`: every value that they send is in the warehouse, before and after an
/// older state is restored.
///
/// It needs those taps, so it runs only where POSTSCRIPT_ETL_TAPS names a folder that has an environment of
/// Python's for each, named like its package.
@Suite("Real taps", .serialized, .enabled(if: RealTap.folder != nil))
struct RealTapTests {
  @Test("each value is stored, and an older state changes nothing", arguments: RealTap.all)
  func values(tap: RealTap) throws {
    try withDatabase { work, database in
      let run = try TapRun(tap, work, database)
      try database.execute(TapRun.source)
      try work.write("items.json", TapRun.items(changed: false))
      let first = try run.load(state: nil)
      #expect(try run.compared() > 100)
      try database.execute(TapRun.changes)
      try work.write("items.json", TapRun.items(changed: true))
      _ = try run.load(state: first)
      #expect(try run.compared() > 100)
      let rows = try run.rows()
      #expect(rows.contains { $0.contains("changed") }, "\(rows.prefix(3))")
      // The same again from where the first run ended: what comes twice changes nothing.
      _ = try run.load(state: first)
      #expect(try run.compared() > 100)
      #expect(try run.rows() == rows)
    }
  }

  @Test("the streams that the SDK tests targets with load, or are refused for a reason")
  func streamsOfTheSDK() throws {
    let root = try #require(RealTap.folder) + "/meltanolabs-tap-postgres/lib"
    let files = try FileManager.default.subpathsOfDirectory(atPath: root)
      .filter { $0.contains("target_test_streams/") && $0.hasSuffix(".singer") }
    #expect(files.count >= 10, "\(root)")
    for file in files.sorted() {
      try withDatabase { work, database in
        try work.write("in", try readText(root + "/" + file))
        let outcome = try work.run(
          .built("load-postgres", "--at-eof", "commit").with(environment: database.environment),
          input: .file("in")
        )
        // A NUL, a record before its schema, and one without its key are refused.
        let refused = [
          "encoded_string_data", "record_before_schema", "record_missing_key_property",
        ]
        let isRefused = refused.contains { file.hasSuffix($0 + ".singer") }
        #expect(outcome.status == (isRefused ? 65 : 0), "\(file): \(outcome)")
      }
    }
  }
}

/// A tap of others, and how it is told what to read.
struct RealTap: Sendable, CustomTestStringConvertible {
  static let folder = ProcessInfo.processInfo.environment["POSTSCRIPT_ETL_TAPS"]

  let package: String
  let program: String
  /// True where it wants a catalog that selects what it is to read.
  let wantsCatalog: Bool
  /// Its configuration, for a host, a port and a database.
  let configuration: @Sendable (TapRun.TapSource) -> String

  var testDescription: String { package }

  static let all: [RealTap] = [
    RealTap(package: "meltanolabs-tap-postgres", program: "tap-postgres", wantsCatalog: true) {
      #"{"host":"\#($0.host)","port":\#($0.port),"user":"\#($0.user)","password":"none","#
        + #""database":"\#($0.database)","filter_schemas":["source"]}"#
    },
    RealTap(package: "pipelinewise-tap-postgres", program: "tap-postgres", wantsCatalog: true) {
      #"{"host":"\#($0.host)","port":\#($0.port),"user":"\#($0.user)","password":"none","#
        + #""dbname":"\#($0.database)","filter_schemas":"source"}"#
    },
    RealTap(package: "tap-rest-api-msdk", program: "tap-rest-api-msdk", wantsCatalog: false) {
      #"{"api_url":"http://127.0.0.1:\#($0.web)","streams":[{"name":"items","path":"/items.json","#
        + #""primary_keys":["id"],"replication_key":"updated_at","records_path":"$[*]"}]}"#
    },
    RealTap(package: "tap-singer-jsonl", program: "tap-singer-jsonl", wantsCatalog: false) {
      #"{"source":"local","local":{"paths":["\#($0.work)/messages.jsonl"]}}"#
    },
  ]
}
