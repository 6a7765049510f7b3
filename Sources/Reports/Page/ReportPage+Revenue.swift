extension ReportPage {
  /// The lines of the currency of the page in the summary.
  private var lines: [[String?]] {
    table(.summary).rows.filter { table(.summary).value($0, "currency") == currency }
  }

  private func line(_ platform: String) -> [String?]? {
    lines.first { table(.summary).value($0, "platform") == platform }
  }

  var revenueSection: PageSection {
    let table = table(.summary)
    guard let total = line("all platforms") else {
      return PageSection(
        id: "revenue",
        headline: "No claims in this period.",
        table: html(.summary)
      )
    }
    let platforms = lines.filter { table.value($0, "platform") != "all platforms" }
    let sentences = platforms.map { row in
      let name = table.shown(row, "platform")
      return "Of \(amount(table.value(row, "reported"))) that \(name) reports, "
        + "\(amount(table.value(row, "last_touch"))) is last-touch revenue"
        + (table.value(row, "last_touch_share").map { " (\(DisplayText.percentage($0)))" } ?? "")
    }
    let unchecked = table.value(total, "unchecked") ?? "0"
    let warning =
      unchecked == "0"
      ? ""
      : "<p class=\"loud\">Unchecked: \(DisplayText.grouped(unchecked)) claims have no orders to "
        + "check against.</p>\n"
    return PageSection(
      id: "revenue",
      headline: sentences.first ?? "No claims in this period.",
      body: sentences.dropFirst().map { "<p>\(HTMLText.escaped($0)).</p>\n" }.joined()
        + cards(total) + warning + remarks(.summary),
      table: html(.summary) + html(.summary, 1)
    )
  }

  private func cards(_ total: [String?]) -> String {
    let table = table(.summary)
    let earlier = before?.rows.first { row in
      before?.value(row, "currency") == currency
        && before?.value(row, "platform") == "all platforms"
    }
    let cards = [
      ("reported", "Reported by all platforms"), ("validated", "Validated, once per platform"),
      ("last_touch", "Last touch, each order once"),
    ].map { name, label in
      let past = before.map { summary in
        "<span class=\"muted\">the days before: "
          + HTMLText.escaped(amount(earlier.flatMap { summary.value($0, name) })) + "</span>"
      }
      return "<li>\(label)<strong>\(HTMLText.escaped(amount(table.value(total, name))))</strong>"
        + "\(past ?? "")</li>"
    }
    return "<ul class=\"cards\">\n\(cards.joined(separator: "\n"))\n</ul>\n"
  }

  var reasonSection: PageSection {
    let steps = table(.rejected, 1)
    let platforms = steps.values("platform")
    let charts = platforms.map { platform in
      let rows = steps.rows(where: ["platform": platform, "currency": currency ?? ""])
      return BarList(
        caption: "\(platform): from what it reports to last-touch revenue (\(currency ?? ""))",
        bars: waterfall(rows)
      ).html
    }
    return PageSection(
      id: "reasons",
      headline: reasonSentence(platforms),
      body: charts.joined() + remarks(.rejected),
      table: html(.rejected) + PageSection.folded("The steps as a table", html(.rejected, 1))
    )
  }

  /// Each step begins where the one before ended, and the last is what is left.
  private func waterfall(_ rows: [[String?]]) -> [BarList.Bar] {
    let steps = table(.rejected, 1)
    var level = 0.0
    return rows.map { row in
      let amount = steps.number(row, "amount") ?? 0
      let isTotal = ["reported", "last touch"].contains(steps.value(row, "step") ?? "")
      let start = isTotal ? 0 : level
      level = isTotal ? amount : level + amount
      return BarList.Bar(
        label: steps.shown(row, "step").replacing("_", with: " "),
        value: steps.shown(row, "amount"),
        pieces: [BarList.BarPiece(from: start, to: level, style: isTotal ? "one" : "two")]
      )
    }
  }

  private func reasonSentence(_ platforms: [String]) -> String {
    let reasons = table(.rejected)
    let most = reasons.rows(where: ["currency": currency ?? ""]).max { left, right in
      (reasons.number(left, "reported") ?? 0) < (reasons.number(right, "reported") ?? 0)
    }
    guard let most else {
      return platforms.isEmpty ? "No claims in this period." : "Every claim counts."
    }
    let reason = reasons.shown(most, "reason").replacing("_", with: " ")
    return "The largest part that does not count: \(amount(reasons.value(most, "reported"))) of "
      + "\(reasons.shown(most, "platform")) (\(reason))"
  }

  var contestedSection: PageSection {
    let pairs = table(.contested)
    let rows = pairs.rows(where: ["currency": currency ?? ""])
    let bars = rows.flatMap { row in
      [("platform_a", "a_has_last_touch"), ("platform_b", "b_has_last_touch")].map { name, count in
        BarList.Bar(
          label: "\(pairs.shown(row, name)) has the last touch",
          value: "\(pairs.shown(row, count)) of \(pairs.shown(row, "orders"))",
          pieces: [
            BarList.BarPiece(from: 0, to: pairs.number(row, "orders") ?? 0, style: "outline"),
            BarList.BarPiece(from: 0, to: pairs.number(row, count) ?? 0, style: "one"),
          ]
        )
      }
    }
    let headline = rows.first.map { row in
      "\(pairs.shown(row, "platform_a")) and \(pairs.shown(row, "platform_b")) claim "
        + "\(pairs.shown(row, "orders")) of the same orders (\(currency ?? ""))"
    }
    return PageSection(
      id: "contested",
      headline: headline ?? "No order is rightly claimed by two platforms.",
      body: BarList(caption: "Orders of two platforms, and who counts", bars: bars).html
        + remarks(.contested),
      table: html(.contested) + PageSection.folded("The largest of them", html(.contested, 1))
    )
  }

  var trendSection: PageSection {
    let table = table(.trend)
    let own = table.rows.filter { table.value($0, "currency") == currency }
    let times = Set(own.compactMap { table.value($0, "since") }).sorted()
    let platforms = Set(own.compactMap { table.value($0, "platform") }).sorted()
    let series = platforms.map { platform in
      LineChart.Series(
        name: platform,
        values: times.map { time in
          own.first { table.value($0, "platform") == platform && table.value($0, "since") == time }
            .flatMap { table.number($0, "last_touch") }
        }
      )
    }
    let partial = own.filter { row in
      (table.number(row, "days_covered") ?? 0) < (table.number(row, "days") ?? 1)
    }
    let gaps = Set(partial.compactMap { table.value($0, "since") })
    let step = asked.step?.rawValue ?? TimeStep.week.rawValue
    let chart = LineChart(
      id: "trend",
      title: "Last-touch revenue by \(step), \(currency ?? "")",
      summary: "\(platforms.joined(separator: ", ")), \(times.first ?? "") to \(times.last ?? "").",
      times: times,
      series: series,
      gaps: times.indices.filter { gaps.contains(times[$0]) }
    )
    let note =
      gaps.isEmpty
      ? ""
      : "<p class=\"loud\">Grey: exports do not cover every day of these steps, or the period has not all of them.</p>\n"
    return PageSection(
      id: "trend-head",
      headline: times.isEmpty
        ? "No claims in this period."
        : "Last-touch revenue by \(step), \(times.first ?? "") to \(times.last ?? "")",
      body: chart.html + note,
      table: PageSection.folded("The figures by \(step)", html(.trend))
    )
  }
}
