extension ReportPage {
  var kindSection: PageSection {
    let table = table(.flowOrCampaign)
    let rated = table.rows.filter {
      table.value($0, "currency") == currency && table.number($0, "revenue_per_receive") != nil
    }
    let sentence = rated.map { row in
      "\(table.shown(row, "platform")) \(table.shown(row, "kind"))s earn "
        + amount(table.value(row, "revenue_per_receive"))
    }.joined(separator: ", ")
    let bars = rated.map { row in
      BarList.Bar(
        label: "\(table.shown(row, "platform")), \(table.shown(row, "kind"))",
        value: table.shown(row, "revenue_per_receive"),
        pieces: [
          BarList.BarPiece(
            from: 0,
            to: table.number(row, "revenue_per_receive") ?? 0,
            style: table.value(row, "kind") == "flow" ? "one" : "two"
          )
        ]
      )
    }
    return PageSection(
      id: "kinds",
      headline: rated.isEmpty
        ? "Unknown: what a delivered message earns"
        : "For each delivered message, \(sentence)",
      body: BarList(caption: "Last-touch revenue per delivered message", bars: bars).html
        + remarks(.flowOrCampaign),
      table: html(.flowOrCampaign)
    )
  }

  /// The most flows that are drawn; the table has all.
  private static let flowLimit = 15

  var flowSection: PageSection {
    let table = table(.flows)
    let own = table.rows.filter { table.value($0, "currency") == currency }
    let bars = own.prefix(Self.flowLimit).map { row in
      BarList.Bar(
        label: "\(table.shown(row, "flow")) (\(table.shown(row, "platform")))",
        value: table.shown(row, "last_touch"),
        pieces: [
          BarList.BarPiece(from: 0, to: table.number(row, "reported") ?? 0, style: "outline"),
          BarList.BarPiece(from: 0, to: table.number(row, "last_touch") ?? 0, style: "one"),
        ]
      )
    }
    let more = own.count - bars.count
    let headline = own.first.map { row in
      "\(table.shown(row, "flow")) of \(table.shown(row, "platform")) earned most: "
        + amount(table.value(row, "last_touch"))
    }
    return PageSection(
      id: "flows",
      headline: headline ?? "No flow has sent anything in this period.",
      body: BarList(
        caption: "Flows: reported (outline, where it is known) and last touch (filled)"
          + (more > 0 ? ", and \(more) others in the table" : ""),
        bars: bars
      ).html,
      table: html(.flows)
    )
  }

  var clickSection: PageSection {
    let table = table(.clickThrough)
    let last = table.values("platform").compactMap { platform in
      table.rows(where: ["platform": platform]).last
    }
    let sentence = last.map { row in
      let change = table.value(row, "change").map { change in
        change.hasPrefix("-") ? ", down from the step before" : ", not below the step before"
      }
      return "\(table.shown(row, "platform")) \(table.shown(row, "click_through_rate"))"
        + (change ?? "")
    }.joined(separator: "; ")
    let bars = table.rows.map { row in
      BarList.Bar(
        label: "\(table.shown(row, "platform")) \(table.shown(row, "since"))",
        value: table.shown(row, "click_through_rate"),
        pieces: [
          BarList.BarPiece(from: 0, to: table.number(row, "click_through_rate") ?? 0, style: "one")
        ]
      )
    }
    return PageSection(
      id: "clicks",
      headline: last.isEmpty ? "Unknown: click-through" : "Click-through: \(sentence)",
      body: BarList(caption: "Recipients who clicked per delivered message", bars: bars).html
        + remarks(.clickThrough),
      table: html(.clickThrough)
        + PageSection.folded("By flow and campaign", html(.clickThrough, 1))
    )
  }

  var failureSection: PageSection {
    let kinds = table(.failures, 1)
    let sentence = kinds.rows.map { row in
      "\(kinds.shown(row, "failure_rate")) of \(kinds.shown(row, "platform")) "
        + "\(kinds.shown(row, "kind"))s"
    }.joined(separator: ", ")
    let bars = kinds.rows.map { row in
      BarList.Bar(
        label: "\(kinds.shown(row, "platform")), \(kinds.shown(row, "kind"))",
        value: kinds.shown(row, "failure_rate"),
        pieces: [
          BarList.BarPiece(from: 0, to: kinds.number(row, "failure_rate") ?? 0, style: "two")
        ]
      )
    }
    return PageSection(
      id: "failures",
      headline: sentence.isEmpty ? "Unknown: failed messages" : "Failed: \(sentence)",
      body: BarList(caption: "Failed messages per delivered message", bars: bars).html
        + remarks(.failures),
      table: html(.failures, 1) + PageSection.folded("By week", html(.failures))
    )
  }

  var timeSection: PageSection {
    let quartiles = table(.timeToOrder)
    let histogram = table(.timeToOrder, 1)
    let sentence = quartiles.rows.map { row in
      "\(quartiles.shown(row, "median_minutes_to_order")) minutes (\(quartiles.shown(row, "platform")))"
    }.joined(separator: ", ")
    let charts = histogram.values("platform").map { platform in
      BarList(
        caption: "\(platform): orders by the time from touch to order",
        bars: histogram.rows(where: ["platform": platform]).map { row in
          let bound = histogram.shown(row, "up_to")
          return BarList.Bar(
            label: histogram.value(row, "minutes") == nil ? bound : "up to \(bound)",
            value: histogram.shown(row, "orders"),
            pieces: [
              BarList.BarPiece(from: 0, to: histogram.number(row, "orders") ?? 0, style: "one")
            ]
          )
        }
      ).html
    }
    return PageSection(
      id: "times",
      headline: sentence.isEmpty
        ? "Unknown: the time from touch to order"
        : "Half of the orders come within \(sentence) of the touch",
      body: charts.joined(),
      table: html(.timeToOrder) + PageSection.folded("The bars as a table", html(.timeToOrder, 1))
    )
  }

  var listSection: PageSection {
    let table = table(.listGrowth)
    let known = table.rows.compactMap { table.value($0, "subscribed").flatMap { Int($0) } }
    return PageSection(
      id: "list",
      headline: known.isEmpty
        ? "Unknown: how many joined the list"
        : "\(DisplayText.grouped("\(known.reduce(0, +))")) people joined the list",
      body: remarks(.listGrowth),
      table: PageSection.folded("By week", html(.listGrowth))
    )
  }
}
