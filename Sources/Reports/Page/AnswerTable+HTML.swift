extension AnswerTable {
  /// The table in HTML, in a region of that name which scrolls sideways where it is too wide.
  func html(_ name: String, hiding hidden: Set<String> = []) -> String {
    guard !rows.isEmpty else { return "<p>\(HTMLText.escaped(part.empty))</p>\n" }
    let columns = part.columns.enumerated().filter { !hidden.contains($0.element.name) }
    let heads = columns.map { _, figure in
      "<th scope=\"col\"\(figure.kind.isNumber ? " class=\"n\"" : "")>"
        + HTMLText.escaped(figure.head) + "</th>"
    }
    let lines = rows.map { row in
      "<tr>"
        + columns.enumerated().map { place, column in
          let text = DisplayText.of(row[column.offset], column.element.kind)
          let safe = "<bdi>" + HTMLText.escaped(text) + "</bdi>"
          let isNumber = column.element.kind.isNumber
          let style = (row[column.offset] == nil ? ["u"] : []) + (isNumber ? ["n"] : [])
          let tag = place == 0 ? "th scope=\"row\"" : "td"
          let end = place == 0 ? "th" : "td"
          return
            "<\(tag)\(style.isEmpty ? "" : " class=\"\(style.joined(separator: " "))\"")>\(safe)</\(end)>"
        }.joined() + "</tr>\n"
    }
    return """
      <div class="scroll" role="region" tabindex="0" aria-label="\(HTMLText.escaped(name))">
      <table><thead><tr>\(heads.joined())</tr></thead>
      <tbody>
      \(lines.joined())</tbody></table>
      </div>

      """
  }
}
