import TestSupport
import Wire

/// One run of `extract-csv` over a text, with bare records and a rejects file.
struct ExtractRun {
  let outcome: Outcome
  /// The records that were written.
  let records: [JSONValue]
  /// The rejects, in their order.
  let rejects: [JSONValue]

  init(_ text: String, _ arguments: String..., mapping: String? = nil) throws {
    try self.init(text, options: arguments, mapping: mapping)
  }

  init(_ text: String, options arguments: [String], mapping: String? = nil) throws {
    (outcome, records, rejects) = try withWorkspace { work in
      try work.write("in.csv", text)
      var all = arguments + ["--bare", "--rejects", "rejects", "--as-of", "2026-01-01"]
      if let mapping {
        try work.write("mapping.json", mapping)
        all += ["--mapping", "mapping.json"]
      }
      let command = Command(path: BuiltProducts.program("extract-csv"), all + ["in.csv"])
      let outcome = try work.run(command)
      let rejects = work.has("rejects") ? try work.read("rejects") : ""
      return (
        outcome,
        outcome.succeeded ? try outcome.lines.map { try JSONValue(parsing: $0) } : [],
        try rejects.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
      )
    }
  }

  /// The texts of a field in all records; numbers as they are written.
  func texts(_ field: String) -> [String?] {
    records.map { $0[field].map { $0.string ?? $0.text } }
  }

  /// The codes of the rejects.
  var codes: [String] { rejects.compactMap { $0["code"]?.string } }

  /// The reasons of the rejects.
  var reasons: [String] { rejects.compactMap { $0["reason"]?.string } }
}
