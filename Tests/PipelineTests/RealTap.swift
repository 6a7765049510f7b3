import Foundation
import TestSupport
import Testing

/// A tap of other authors, and how it is told what to read.
struct RealTap: Sendable, CustomTestStringConvertible {
  /// What the tap reads.
  enum Source: Sendable {
    /// The table `source.items` itself.
    case table
    /// A file that psql makes of that table, and its name.
    case lines, page, sheet

    var file: String? {
      switch self {
      case .table: nil
      case .lines: "items.jsonl"
      case .page: "items.json"
      case .sheet: "items.csv"
      }
    }
  }

  /// A folder that has a virtual environment of Python's for each package, named like it.
  static let folder = ProcessInfo.processInfo.environment["POSTSCRIPT_ETL_TAPS"]

  let package: String
  let source: Source
  /// The option that names the catalog; nil where the tap needs none.
  var catalog: String?
  /// The replication method that its catalog is to name.
  var method = "INCREMENTAL"
  /// Whether a full refresh says which rows are gone.
  var hasVersions = false
  let configuration: @Sendable (Place) -> String

  /// Where a tap finds its source.
  struct Place {
    let socket: String
    let port: String
    let user: String
    let database: String
    /// The port of a web server that has the files of the test.
    let web: String
    let folder: String
  }

  var testDescription: String { "\(package), \(method)" }

  func program(_ name: String) -> String { "\(Self.folder ?? "")/\(package)/bin/\(name)" }

  /// What it is called: the package, without the name of its authors.
  var name: String {
    package.replacing("meltanolabs-", with: "").replacing("pipelinewise-", with: "")
  }

  static let all: [RealTap] = [
    RealTap(package: "meltanolabs-tap-postgres", source: .table, catalog: "--catalog") {
      #"{"sqlalchemy_url":"postgresql+psycopg2://\#($0.user):none@localhost/\#($0.database)"#
        + #"?host=\#($0.socket)&port=\#($0.port)","filter_schemas":["source"]}"#
    },
    pipelinewise("INCREMENTAL"), pipelinewise("FULL_TABLE"),
    RealTap(package: "tap-rest-api-msdk", source: .page) {
      #"{"api_url":"http://127.0.0.1:\#($0.web)","streams":[{"name":"items","path":"/items.json","#
        + #""primary_keys":["id"],"replication_key":"updated_at","records_path":"$[*]"}]}"#
    },
    RealTap(package: "tap-jsonl", source: .lines) {
      #"{"path":"\#($0.folder)/items.jsonl","stream_name":"items","primary_keys":["id"]}"#
    },
    RealTap(package: "tap-spreadsheets", source: .sheet) {
      #"{"files":[{"path":"\#($0.folder)/items.csv","format":"csv","table_name":"items","#
        + #""primary_keys":["id"]}]}"#
    },
  ]

  private static func pipelinewise(_ method: String) -> RealTap {
    RealTap(
      package: "pipelinewise-tap-postgres",
      source: .table,
      catalog: "--properties",
      method: method,
      hasVersions: true
    ) {
      #"{"host":"\#($0.socket)","port":\#($0.port),"user":"\#($0.user)","password":"none","#
        + #""dbname":"\#($0.database)","filter_schemas":"source"}"#
    }
  }
}
