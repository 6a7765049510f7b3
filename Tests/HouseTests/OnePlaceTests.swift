import Foundation
import TestSupport
import Testing

/// What may happen in one place only, so that it can be checked there.
@Suite("One place for each")
struct OnePlaceTests {
  /// A phrase of the source, and the only files or folders below `Sources` that may hold it.
  struct Rule: Sendable, CustomTestStringConvertible {
    let phrase: String
    let places: [String]
    var testDescription: String { phrase }
  }

  static let rules = [
    Rule(phrase: "exit(", places: ["StageKit/CommandLine/Command+Main.swift"]),
    Rule(phrase: "abort(", places: []),
    Rule(phrase: "fatalError(", places: []),
    Rule(phrase: "print(", places: []),
    Rule(phrase: "readLine(", places: []),
    Rule(phrase: "to: 2,", places: ["StageKit/Reporting/LogSink.swift"]),
    Rule(phrase: "to: 1,", places: ["StageKit/CommandLine/Command+Main.swift"]),
    Rule(phrase: "getenv(", places: ["StageKit/CommandLine/Environment.swift"]),
    Rule(phrase: "CommandLine.", places: ["StageKit/CommandLine/Command+Main.swift"]),
    Rule(phrase: "sigaction(", places: ["StageKit/Process/Signals.swift"]),
    Rule(phrase: "import CLibpq", places: ["Warehouse/Postgres/"]),
    Rule(phrase: "try!", places: []),
    // Memory and addresses: everything else works on views that the compiler checks.
    Rule(
      phrase: "unsafe ",
      places: [
        "CSV/Records/", "CSV/Rows/RowEncoder.swift", "CSV/Rows/RowWriter.swift",
        "CSV/Rows/StepTable.swift",
        "Deduplication/ConflictReport.swift", "Deduplication/RecordSpool.swift",
        "Outbound/Changes/SnapshotFile.swift",
        "PostscriptAPI/HTTP/", "PostscriptAPI/Rate/SharedPacerFile.swift",
        "PostscriptSimulator/Server/", "SampleData/Exports/",
        "StageKit/CommandLine/Environment.swift",
        "StageKit/CommandLine/ProcessArguments.swift",
        "StageKit/CommandLine/SmallFile.swift", "StageKit/Process/",
        "StageKit/Rejects/RejectSink.swift", "StageKit/Reporting/LogSink.swift",
        "StageKit/Reporting/Progress.swift", "StageKit/Zones/ZoneFile.swift",
        "Warehouse/Encoding/ByteBuffer+Binary.swift",
        "Warehouse/Postgres/", "Wire/",
      ]
    ),
    Rule(
      phrase: "@safe",
      places: [
        "CSV/Rows/RowWriter.swift", "CSV/Rows/StepTable.swift",
        "PostscriptAPI/HTTP/TLSSession.swift",
        "Warehouse/Postgres/", "Wire/Bytes/GrowingMemory.swift",
      ]
    ),
    Rule(phrase: "_overrideLifetime(", places: ["CSV/R", "Wire/Bytes/"]),
    Rule(phrase: "@unchecked Sendable", places: ["PostscriptAPI/HTTP/"]),
  ]

  /// The lines of every source file, without comments.
  private static let sources: [(file: String, lines: [Substring])] = {
    let top = BuiltProducts.checkout + "/Sources/"
    let names = FileManager.default.enumerator(atPath: top)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
      guard let text = try? readText(top + name) else { return nil }
      return (name, text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }()

  @Test("a phrase is in its place only", arguments: rules)
  func phrases(rule: Rule) {
    #expect(Self.sources.count > 40)
    for (file, lines) in Self.sources
    where !rule.places.contains(where: { file.hasPrefix($0) }) {
      for (index, line) in lines.enumerated() {
        let code = line.drop { $0 == " " }
        guard !code.hasPrefix("//") else { continue }
        #expect(!Self.calls(rule.phrase, in: code), "\(file):\(index + 1): \(code)")
      }
    }
  }

  /// True where the phrase begins a word of the line.
  private static func calls(_ phrase: String, in line: Substring) -> Bool {
    var rest = line
    while let range = rest.range(of: phrase) {
      let before = line[..<range.lowerBound].last
      if before.map({ !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." }) ?? true {
        return true
      }
      rest = rest[range.upperBound...]
    }
    return false
  }
}
