import StageKit

/// An answer as aligned tables, for terminals.
struct TextTable {
  let answer: ReportAnswer
  /// The most columns of characters that a line has.
  let width: Int
  /// Whether the lines go to a terminal that shows colours: then there are bars, too.
  let hasColor: Bool

  private static let gap = "  "
  private static let barWidth = 16

  /// The whole answer.
  var text: String {
    let title = styled(wrapped(answer.question.text, indent: 0), "1")
    let period = answer.question.takes.contains(.period) ? ", \(answer.asked.periodText)" : ""
    let store = answer.onlyStore.map { "store \($0)" } ?? "all stores"
    var blocks = ["\(title)\n\(store)\(period)\n"]
    if !answer.remarks.isEmpty {
      blocks.append(
        answer.remarks.map { remark in
          let mark = remark.isWarning ? "! " : "- "
          let lines = wrapped(remark.text, indent: mark.count)
          return styled(mark + lines, remark.isWarning ? "1;31" : "0") + "\n"
        }.joined()
      )
    }
    blocks += answer.tables.map(table)
    if !answer.definitions.isEmpty {
      let lines = answer.definitions.map { metric in
        styled(metric.name, "1") + "\n    " + wrapped(metric.definition, indent: 4) + "\n"
      }
      blocks.append("Definitions\n" + lines.map { "  " + $0 }.joined())
    }
    return blocks.joined(separator: "\n")
  }

  private func styled(_ text: String, _ code: String) -> String {
    hasColor && code != "0" ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// A text in lines of the width, each but the first behind so many spaces.
  private func wrapped(_ text: String, indent: Int) -> String {
    let room = max(20, width - indent)
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, TextWidth.of(last) + 1 + TextWidth.of(String(word)) <= room {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }

  private func table(_ table: AnswerTable) -> String {
    let title = styled(wrapped(table.part.title, indent: 0), "1") + "\n"
    guard !table.rows.isEmpty else {
      return title + "  " + wrapped(table.part.empty, indent: 2) + "\n"
    }
    var columns = shownColumns(table)
    let cells = { (column: ColumnLayout) in
      table.rows.map { DisplayText.of($0[column.index], column.figure.kind) }
    }
    var dropped: [String] = []
    let reserved = hasColor && table.part.bar != nil ? Self.gap.count + Self.barWidth : 0
    while columns.count > 1, lineWidth(columns) > width - reserved {
      guard let last = columns.lastIndex(where: \.figure.isDroppable) else { break }
      dropped.insert(columns.remove(at: last).figure.name, at: 0)
    }
    narrow(&columns)
    let texts = columns.map(cells)
    let bars = bars(table, beside: columns)
    var lines = [styled(line(columns, columns.map(\.figure.head)), "4")]
    for row in table.rows.indices {
      let cells = zip(columns, texts).map { TextWidth.lines($1[row], $0.width) }
      for place in 0..<(cells.map(\.count).max() ?? 1) {
        let texts = cells.map { $0.count > place ? $0[place] : "" }
        lines.append(line(columns, texts) + (place == 0 ? bars?[row] ?? "" : ""))
      }
    }
    if !dropped.isEmpty {
      let names = dropped.joined(separator: ", ")
      let more = dropped.count == 1 ? "1 column" : "\(dropped.count) columns"
      lines.append(wrapped("… \(more) more: \(names)", indent: 2))
    }
    return title + lines.map { "  " + $0 + "\n" }.joined()
  }

  /// The columns but those that say the same in each row because they were asked for.
  private func shownColumns(_ table: AnswerTable) -> [ColumnLayout] {
    table.part.columns.enumerated().compactMap { index, figure in
      if figure.name == "store", answer.onlyStore != nil { return nil }
      let cells = table.rows.map { DisplayText.of($0[index], figure.kind) }
      let widest = (cells + [figure.head]).map(TextWidth.of).max() ?? 0
      return ColumnLayout(index: index, figure: figure, width: widest)
    }
  }

  private func lineWidth(_ columns: [ColumnLayout]) -> Int {
    columns.map(\.width).reduce(0, +) + Self.gap.count * columns.count
  }

  /// Where not even the columns that must stay fit, the widest texts get several lines.
  private func narrow(_ columns: inout [ColumnLayout]) {
    while lineWidth(columns) > width {
      let texts = columns.indices.filter { columns[$0].figure.kind == .text }
      guard let widest = texts.max(by: { columns[$0].width < columns[$1].width }),
        columns[widest].width > 8
      else { return }
      columns[widest].width = max(8, columns[widest].width - (lineWidth(columns) - width))
    }
  }

  private func line(_ columns: [ColumnLayout], _ texts: [String]) -> String {
    let cells = zip(columns, texts).map { column, text in
      TextWidth.fitted(text, column.width, right: column.figure.kind.isNumber)
    }
    let line = cells.joined(separator: Self.gap)
    return hasColor ? line : String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// A bar per row, as long as its value is of the greatest; nil where there is no room.
  private func bars(_ table: AnswerTable, beside columns: [ColumnLayout]) -> [String]? {
    guard hasColor, let name = table.part.bar,
      lineWidth(columns) + Self.gap.count + Self.barWidth <= width
    else { return nil }
    let values = table.rows.map { row in table.value(row, name).flatMap(Double.init) ?? 0 }
    guard let most = values.max(), most > 0 else { return nil }
    return values.map { value in
      let length = Int((Double(Self.barWidth) * max(0, value) / most).rounded())
      return Self.gap + styled(String(repeating: "█", count: length), "34")
    }
  }
}

/// A column of a table with its place.
private struct ColumnLayout {
  let index: Int
  let figure: Figure
  var width: Int
}
