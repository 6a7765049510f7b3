/// One answer as a page of its own.
struct AnswerPage {
  let answer: ReportAnswer

  var text: String {
    let store = answer.onlyStore.map { "Store \($0)" } ?? "All stores"
    let period = answer.question.takes.contains(.period) ? ", \(answer.asked.periodText)" : ""
    let hidden: Set<String> = answer.onlyStore == nil ? [] : ["store"]
    let sections = answer.tables.enumerated().map { place, table in
      """
      <section aria-labelledby="part-\(place)">
      <h2 id="part-\(place)">\(HTMLText.escaped(table.part.title))</h2>
      \(table.html("Table: " + table.part.title, hiding: hidden))</section>
      """
    }
    return PageFrame.page(
      title: answer.question.text,
      lead: "<p class=\"muted\">\(HTMLText.escaped(store + period))</p>\n" + remarks,
      sections: sections + [DefinitionList(metrics: answer.definitions).html],
      foot: "<p>Asked at \(answer.time).</p>"
    )
  }

  private var remarks: String {
    answer.remarks.map { remark in
      let text = HTMLText.escaped(remark.text)
      return remark.isWarning ? "<p class=\"loud\">Warning: \(text)</p>" : "<p>\(text)</p>"
    }.joined(separator: "\n")
  }
}

/// What the figures of a page mean.
struct DefinitionList {
  let metrics: [Metric]

  var html: String {
    guard !metrics.isEmpty else { return "" }
    let entries = metrics.map { metric in
      "<dt>\(HTMLText.escaped(metric.name))</dt><dd>\(HTMLText.escaped(metric.definition))</dd>"
    }
    return """
      <section aria-labelledby="definitions">
      <h2 id="definitions">Definitions</h2>
      <dl>
      \(entries.joined(separator: "\n"))
      </dl>
      </section>
      """
  }
}
