import Testing

/// Sources with a violation in them, what the rule says of it, and sources that only look like it.
struct Plant: Sendable, CustomTestStringConvertible {
  let rule: HouseRule
  let bad: [SourceFile]
  let found: String
  let good: [SourceFile]

  var testDescription: String { rule.name }

  init(_ rule: HouseRule, bad: [String: String], found: String, good: [String: String]) {
    (self.rule, self.found) = (rule, found)
    self.bad = bad.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, text: $0.value) }
    self.good = good.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, text: $0.value) }
  }
}

extension HouseTests {
  private static func lines(_ count: Int) -> String { String(repeating: "x\n", count: count) }
  private static func function(_ count: Int) -> String {
    "  private func f() {\n" + lines(count - 2) + "  }\n"
  }

  static let plants = [
    Plant(
      .uniqueTypes,
      bad: [
        "Sources/A/T.swift": "struct T {}\n",
        "Sources/B/U.swift": "struct U {\n  private enum T: String {\n",
      ],
      found: "Sources/A/T.swift:1 and Sources/B/U.swift:2: T",
      good: [
        "Sources/A/T.swift": "struct T {}\n", "Sources/B/T+B.swift": "extension T {\n  enum U {}\n",
      ]
    ),
    Plant(
      .usedDeclarations,
      bad: ["Sources/a.swift": "let used = 1\n// f calls g\nfunc g() { used }\n"],
      found: "Sources/a.swift:3: g",
      good: ["Sources/a.swift": "let used = 1\nprint(used)\n"]
    ),
    Plant(
      .fileLength,
      bad: ["Tests/a.swift": lines(401)],
      found: "Tests/a.swift: 401 lines",
      good: ["Tests/a.swift": lines(400), "Sources/a.sql": lines(500)]
    ),
    Plant(
      .medianLength,
      bad: [
        "Sources/a.swift": lines(120), "Sources/b.swift": lines(7), "Sources/c.swift": lines(130),
      ],
      found: "Sources: the median is 120 lines",
      good: [
        "Sources/a.swift": lines(119), "Sources/b.swift": lines(7), "Sources/c.swift": lines(130),
      ]
    ),
    Plant(
      .functionLength,
      bad: ["Sources/a.swift": function(HouseRule.longestFunction + 1)],
      found: "Sources/a.swift:1: \(HouseRule.longestFunction + 1) lines",
      good: ["Sources/a.swift": function(HouseRule.longestFunction) + lines(50)]
    ),
    Plant(
      .sqlWidth,
      bad: ["Sources/a.sql": "\n\(String(repeating: "é", count: 121))\n"],
      found: "Sources/a.sql:2: 121 columns",
      good: ["Sources/a.sql": String(repeating: "é", count: 120)]
    ),
    Plant(
      .noReminders,
      bad: ["pipelines/a": "# TO\u{44}O: later\n"],
      found: "pipelines/a:1: TO\u{44}O",
      good: ["pipelines/a": "# todos\n"]
    ),
    Plant(
      .noForeignDocuments,
      bad: ["Sources/a.swift": "/// see design §\u{36}\n"],
      found: "Sources/a.swift:1: design §",
      good: ["Sources/a.swift": "/// by design\n"]
    ),
    Plant(
      .fileNames,
      bad: ["Sources/A/Box.swift": "struct Bax {}\n"],
      found: "Sources/A/Box.swift: no Box in it",
      good: ["Sources/A/Box+Lid.swift": "extension Box {}\n", "Sources/A/main.swift": "run()\n"]
    ),
    state(write: "self.parts[0].size += 1", "parts"),
    state(write: "for part in parts { count = part.size }", "count"),
    state(write: "if parts.isEmpty { parts.append(Part()) }", "parts"),
    state(write: "fill(&count)", "count"),
    state(write: "(count, other) = (1, 2)", "count"),
  ]

  /// A statement in an extension: in another file, where it is found, or beside the variables.
  private static func state(write: String, _ name: String) -> Plant {
    let type = """
      public struct Box: ~Copyable {
        private(set) var count = 0
        var parts: [Part] = []
        var size: Int { parts.count }
      }

      """
    func part(_ statement: String) -> String {
      "extension Box {\n  mutating func f() {\n    \(statement)\n  }\n}\n"
    }
    return Plant(
      .stateInOneFile,
      bad: ["Sources/A/Box.swift": type, "Sources/A/Box+Lid.swift": part(write)],
      found: "Sources/A/Box+Lid.swift:3: \(name)",
      good: [
        "Sources/A/Box.swift": type + part(write), "Sources/B/Box+Lid.swift": part(write),
        "Sources/A/Box+View.swift": part("let count = parts.count == 1 ? size : other(count: 0)"),
      ]
    )
  }
}
