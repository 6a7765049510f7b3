extension ReportPage {
  var dataSection: PageSection {
    let sources = table(.coverage)
    let sentence = sources.rows.map { row in
      "\(sources.shown(row, "stream")) of \(sources.shown(row, "platform")) until "
        + sources.shown(row, "last_day")
    }.joined(separator: ", ")
    return PageSection(
      id: "data",
      headline: sources.rows.isEmpty ? "No export says what it covers." : "Data: \(sentence)",
      body: strips + remarks(.coverage) + remarks(.freshness),
      table: html(.coverage) + html(.coverage, 1)
        + PageSection.folded("The calendar", html(.coverage, 2)) + html(.freshness)
    )
  }

  /// A strip for each source: filled where days are covered, empty where they are not.
  private var strips: String {
    let calendar = table(.coverage, 2)
    let sources = table(.coverage)
    let bars = sources.rows.map { row in
      let key = ["stream", "platform"].reduce(into: [String: String]()) { key, column in
        key[column] = sources.value(row, column)
      }
      let days = calendar.rows(where: key).map { calendar.value($0, "days") ?? "" }
        .joined().filter { $0 != " " }
      let missing = sources.value(row, "days_missing") ?? "0"
      return BarList.Bar(
        label: "\(sources.shown(row, "stream")), \(sources.shown(row, "platform"))",
        value: missing == "0" ? "none missing" : "\(missing) days missing",
        pieces: Self.stretches(days)
      )
    }
    return BarList(caption: "Days that exports cover, each source from its first day", bars: bars)
      .html
  }

  /// The stretches of covered days, as pieces.
  private static func stretches(_ days: String) -> [BarList.BarPiece] {
    var pieces: [BarList.BarPiece] = []
    var start: Int?
    for (place, sign) in (days + ".").enumerated() {
      if sign != ".", start == nil { start = place }
      if sign == ".", let first = start {
        pieces.append(BarList.BarPiece(from: Double(first), to: Double(place), style: "one"))
        start = nil
      }
    }
    return pieces
  }

  var policySection: PageSection {
    PageSection(
      id: "policy",
      headline: "The policy by which all this is judged",
      table: PageSection.folded("The settings", html(.policy))
    )
  }
}
