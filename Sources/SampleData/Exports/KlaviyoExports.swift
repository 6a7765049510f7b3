import StageKit
import Wire

/// Klaviyo's exports of campaigns (totals to date, dated by send) and of flows (by day).
struct KlaviyoExports {
  let shop: SampleShop
  let tally: Tally

  func writeCampaigns(to path: String) throws(StageError) -> Int {
    var file = try CSVFile(
      path,
      header: """
        Campaign Name,Tags,Subject,List,Send Time,Send Weekday,Total Recipients,Unique Placed Order,\
        Placed Order Rate,Revenue,Unique Opens,Open Rate,Total Opens,Unique Clicks,Click Rate,\
        Total Clicks,Unsubscribes,Spam Complaints,Spam Complaints Rate,Successful Deliveries,Bounces,\
        Bounce Rate,Campaign ID,Campaign Channel
        """,
      startsWithMark: true
    )
    let roster = Roster(.klaviyo, of: shop)
    for number in stride(from: roster.campaignCount - 1, through: 0, by: -1) {
      try writeCampaign(roster, number, to: &file)
    }
    return try file.finish(exportedAt: shop.exportedAt)
  }

  private func writeCampaign(
    _ roster: Roster,
    _ number: Int,
    to file: inout CSVFile
  ) throws(StageError) {
    var random = SeededRandom(seed: shop.seed, kind: 21, index: number)
    let weekdays = [
      "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday",
    ]
    let message = roster.campaign(number)
    let sums = tally.total(message)
    let sentAt = roster.sentAt(number)
    let recipients = max(300, shop.customerCount * 8 / 10) + random.below(50)
    let bounces = recipients * random.within(1...20) / 1000
    let delivered = recipients - bounces
    let opens = delivered * random.within(250...450) / 1000
    let clicks = sums.orders + delivered * random.within(8...40) / 1000
    let complaints = delivered * random.within(0...2) / 10_000
    file.text(message.name)
    file.text(number % 3 == 0 ? "promo, newsletter" : "")
    file.text("\(message.name): don’t miss it, \"friend\"")
    file.text("Newsletter; Engaged 90 days")
    file.field { ShopTime.write(sentAt, to: &$0) }
    file.text(weekdays[ShopTime.day(of: sentAt) % 7])
    count(recipients, &file)
    count(sums.orders, &file)
    percent(sums.orders, of: delivered, &file)
    file.amount(sums.revenue)
    count(opens, &file)
    percent(opens, of: delivered, &file)
    count(opens * 13 / 10, &file)
    count(clicks, &file)
    percent(clicks, of: delivered, &file)
    count(clicks * 12 / 10, &file)
    count(delivered * random.within(1...6) / 1000, &file)
    count(complaints, &file)
    percent(complaints, of: delivered, &file)
    count(delivered, &file)
    count(bounces, &file)
    percent(bounces, of: recipients, &file)
    file.text(message.id)
    file.text("Email")
    try file.endRow()
  }

  func writeFlows(to path: String) throws(StageError) -> Int {
    var file = try CSVFile(
      path,
      header: """
        Day,Flow ID,Flow Name,Flow Message ID,Flow Message Name,Flow Message Channel,Status,Delivered,\
        Unique Opens,Open Rate,Unique Clicks,Click Rate,Placed Order,Placed Order Rate,Revenue,\
        Revenue per Recipient,Unsub Rate,Complaint Rate,Bounce Rate,Tags
        """
    )
    let roster = Roster(.klaviyo, of: shop)
    for day in shop.start / 86_400..<shop.end / 86_400 {
      for (position, message) in roster.flows.enumerated() {
        try writeFlow(message, day, position, to: &file)
      }
    }
    return try file.finish(exportedAt: shop.exportedAt)
  }

  private func writeFlow(
    _ message: SampleMessage,
    _ day: Int,
    _ position: Int,
    to file: inout CSVFile
  ) throws(StageError) {
    var random = SeededRandom(seed: shop.seed, kind: 22, index: day * 100 + position)
    let sums = tally.sums(day, message)
    let delivered = max(20, shop.customerCount / 300) + random.below(20)
    let opens = delivered * random.within(250...550) / 1000
    let clicks = sums.orders + delivered * random.within(10...60) / 1000
    let date = CivilDate(daysSinceEpoch: day)
    file.field { output in
      output.append(digits: date.month, width: 2)
      output.append(UInt8(ascii: "/"))
      output.append(digits: date.day, width: 2)
      output.append(UInt8(ascii: "/"))
      output.append(digits: date.year, width: 4)
    }
    file.text(message.groupID)
    file.text(message.groupName)
    file.text(message.id)
    file.text(message.name)
    file.text("Email")
    file.text("live")
    count(delivered, &file)
    count(opens, &file)
    fraction(opens, of: delivered, &file)
    count(clicks, &file)
    fraction(clicks, of: delivered, &file)
    count(sums.orders, &file)
    fraction(sums.orders, of: delivered, &file)
    file.amount(sums.revenue)
    file.amount(sums.revenue / delivered)
    fraction(random.below(3), of: delivered, &file)
    fraction(random.below(2), of: delivered, &file)
    fraction(random.below(4), of: delivered, &file)
    file.text(position % 2 == 0 ? "lifecycle, core" : "")
    try file.endRow()
  }

  /// `121401.0`, as Klaviyo writes counts.
  private func count(_ value: Int, _ file: inout CSVFile) {
    file.field { $0.append("\(value).0") }
  }

  /// `0.02%`.
  private func percent(_ part: Int, of whole: Int, _ file: inout CSVFile) {
    file.field { output in
      let hundredths = part * 10_000 / whole
      output.append("\(hundredths / 100).")
      output.append(digits: hundredths % 100, width: 2)
      output.append(UInt8(ascii: "%"))
    }
  }

  /// `0.0002`.
  private func fraction(_ part: Int, of whole: Int, _ file: inout CSVFile) {
    file.field { output in
      let parts = part * 10_000 / whole
      output.append("\(parts / 10_000).")
      output.append(digits: parts % 10_000, width: 4)
    }
  }
}
