import StageKit
import Wire

/// Postscript's message analytics: a row per day and message, and for each automation a row with the
/// series' total beside those of its messages.
struct MessagesExport {
  let shop: SampleShop
  let tally: Tally

  /// The figures of a row.
  private struct Figures {
    var sent = 0
    var failed = 0
    var clicks = 0
    var uniqueClicks = 0
    var unsubscribes = 0
    var sums = Tally.Sums()

    static func + (left: Figures, right: Figures) -> Figures {
      var total = left
      total.sent += right.sent
      total.failed += right.failed
      total.clicks += right.clicks
      total.uniqueClicks += right.uniqueClicks
      total.unsubscribes += right.unsubscribes
      total.sums.orders += right.sums.orders
      total.sums.revenue += right.sums.revenue
      return total
    }
  }

  func write(to path: String) throws(StageError) -> Int {
    var file = try CSVFile(
      path,
      header: """
        Date,Message Type,Campaign ID,Campaign Name,Message ID,Message Name,Messages Sent,Delivered,\
        Failed,Total Clicks,Unique Clicks,Unsubscribes,Orders,Revenue,Cost,Currency
        """
    )
    let roster = Roster(.postscript, of: shop)
    for day in shop.start / 86_400..<shop.end / 86_400 {
      for number in 0..<roster.campaignCount {
        let age = day - roster.sentAt(number) / 86_400
        guard (0..<8).contains(age) else { continue }
        let message = roster.campaign(number)
        let list = age == 0 ? max(200, shop.customerCount / 2) : 0
        let figures = figures(message, day, sent: list)
        if list > 0 || figures.sums.orders > 0 { try write(day, message, figures, to: &file) }
      }
      try writeFlows(roster, day, to: &file)
      try write(day, roster.keyword, figures(roster.keyword, day, sent: 5), to: &file)
    }
    return try file.finish(exportedAt: shop.exportedAt)
  }

  private func writeFlows(_ roster: Roster, _ day: Int, to file: inout CSVFile) throws(StageError) {
    var series: [SampleMessage] = []
    for flow in roster.flows + [roster.keyword] {
      if let first = series.first, first.groupID != flow.groupID {
        let rows = series.map { figures($0, day, sent: max(10, shop.customerCount / 400)) }
        let total = SampleMessage(
          kind: .flow,
          id: "",
          name: "Series total",
          groupID: first.groupID,
          groupName: first.groupName
        )
        try write(day, total, rows.reduce(Figures(), +), to: &file)
        for (message, row) in zip(series, rows) { try write(day, message, row, to: &file) }
        series = []
      }
      series.append(flow)
    }
  }

  private func figures(_ message: SampleMessage, _ day: Int, sent: Int) -> Figures {
    var random = SeededRandom(
      seed: shop.seed,
      kind: 20,
      index: day &* 7919 &+ message.id.utf8.reduce(0) { $0 &* 31 &+ Int($1) }
    )
    var row = Figures()
    row.sums = tally.sums(day, message)
    row.sent = sent == 0 ? 0 : sent + random.below(sent / 5 + 1)
    row.failed = row.sent * random.within(5...40) / 1000
    row.uniqueClicks = row.sums.orders + row.sent * random.within(20...90) / 1000
    row.clicks = row.uniqueClicks + row.uniqueClicks * random.within(5...30) / 100
    row.unsubscribes = row.sent * random.within(0...8) / 1000
    return row
  }

  private func write(
    _ day: Int,
    _ message: SampleMessage,
    _ row: Figures,
    to file: inout CSVFile
  ) throws(StageError) {
    file.field { CivilDate(daysSinceEpoch: day).write(to: &$0) }
    file.text(message.kind == .flow ? "Automation" : message.kind.rawValue.capitalisedASCII)
    file.text(message.groupID)
    file.text(message.groupName)
    file.text(message.id)
    file.text(message.name)
    for number in [
      row.sent, row.sent - row.failed, row.failed, row.clicks, row.uniqueClicks, row.unsubscribes,
      row.sums.orders,
    ] { file.number(number) }
    file.amount(row.sums.revenue, prefix: "$")
    file.amount(row.sent * 15 / 10)
    file.text("USD")
    try file.endRow()
  }
}
