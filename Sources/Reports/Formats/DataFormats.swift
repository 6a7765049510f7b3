import Wire

/// An answer for other programs.
///
/// Values are those of the warehouse: amounts keep their decimals, and
/// unknown is empty in CSV and null in JSON.
enum DataFormats {
  /// The first part, or the one that was asked for, as RFC 4180 has it.
  static func csv(_ table: AnswerTable) -> String {
    let head = table.part.columns.map(\.name)
    return ([head] + table.rows.map { $0.map { $0 ?? "" } }).map { row in
      row.map(quoted).joined(separator: ",") + "\n"
    }.joined()
  }

  private static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
      return text
    }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// Everything as one document.
  static func json(_ answer: ReportAnswer) -> String {
    let asked = answer.asked
    let bound = { (day: CivilDate?) in day.map { JSONValue.string(Asked.text($0)) } ?? .null }
    let parts = answer.tables.map { table in
      JSONValue.object([
        ("part", .string(table.part.name)), ("title", .string(table.part.title)),
        ("rows", .array(table.rows.map { .object(members($0, table)) })),
      ])
    }
    let remarks = answer.remarks.map { remark in
      JSONValue.object([("warning", .bool(remark.isWarning)), ("text", .string(remark.text))])
    }
    return JSONValue.object([
      ("question", .string(answer.question.name)), ("text", .string(answer.question.text)),
      ("store", asked.store.map { .string($0) } ?? .null), ("from", bound(asked.from)),
      ("to", bound(asked.to)), ("asked_at", .string(answer.time)), ("remarks", .array(remarks)),
      ("parts", .array(parts)),
      ("definitions", .object(answer.definitions.map { ($0.name, .string($0.definition)) })),
    ]).indented() + "\n"
  }

  /// One object per row, with the name of its part.
  static func ndjson(_ answer: ReportAnswer) -> String {
    answer.tables.flatMap { table in
      table.rows.map { row in
        JSONValue.object([("part", .string(table.part.name))] + members(row, table)).text + "\n"
      }
    }.joined()
  }

  private static func members(
    _ row: [String?],
    _ table: AnswerTable
  ) -> [(key: String, value: JSONValue)] {
    zip(table.part.columns, row).map { column, value in
      guard let value else { return (column.name, .null) }
      return (column.name, column.kind.isNumber ? .number(value) : .string(value))
    }
  }

  /// Tables of GitHub's Markdown, as people read the values.
  static func markdown(_ answer: ReportAnswer) -> String {
    var blocks = ["# \(escaped(answer.question.text))\n"]
    if !answer.remarks.isEmpty {
      blocks.append(
        answer.remarks.map { remark in
          remark.isWarning ? "- **\(escaped(remark.text))**\n" : "- \(escaped(remark.text))\n"
        }.joined()
      )
    }
    blocks += answer.tables.map { table in
      let title = "## \(escaped(table.part.title))\n\n"
      guard !table.rows.isEmpty else { return title + escaped(table.part.empty) + "\n" }
      let columns = table.part.columns
      let rule = columns.map { $0.kind.isNumber ? "---:" : "---" }
      let rows = table.rows.map { row in
        zip(columns, row).map { escaped(DisplayText.of($1, $0.kind)) }
      }
      return title
        + ([columns.map(\.head), rule] + rows).map { cells in
          "| " + cells.joined(separator: " | ") + " |\n"
        }.joined()
    }
    if !answer.definitions.isEmpty {
      blocks.append(
        "## Definitions\n\n"
          + answer.definitions.map { metric in
            "- **\(metric.name)**: \(escaped(metric.definition))\n"
          }.joined()
      )
    }
    return blocks.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_[]<>|#".contains(character) { result.append("\\") }
      result.append(character.isNewline ? " " : character)
    }
    return result
  }
}
