/// The messages that a platform sends for the shop.
struct Roster {
  let platform: Platform
  let flows: [SampleMessage]
  let keyword: SampleMessage
  /// When the first campaign was sent: two weeks before the first order.
  private let firstCampaign: Int
  /// How many campaigns were sent until the end.
  let campaignCount: Int

  init(_ platform: Platform, of shop: SampleShop) {
    self.platform = platform
    firstCampaign = shop.start - 14 * 86_400 + 16 * 3600
    campaignCount = (shop.end - firstCampaign) / platform.campaignInterval + 1
    flows = Roster.flows(platform)
    keyword = SampleMessage(
      kind: .keyword,
      id: "msg_k01",
      name: "Reply to YOUROCK",
      groupID: "kw_81f0",
      groupName: "YOUROCK"
    )
  }

  /// When a campaign was sent.
  func sentAt(_ number: Int) -> Int { firstCampaign + number * platform.campaignInterval }

  /// The last campaign sent before a time.
  func lastCampaign(before time: Int) -> Int {
    min(campaignCount - 1, max(0, (time - 1 - firstCampaign) / platform.campaignInterval))
  }

  /// The message of a campaign.
  func campaign(_ number: Int) -> SampleMessage {
    let themes = [
      "Flash Sale 🔥", "New Arrivals", "20% off, today only", "The \"Secret\" Drop", "Back in stock",
      "Weekend Perks", "Crème de la crème",
    ]
    let name = "\(themes[number % themes.count]) #\(number + 1)"
    let padded = String(number + 10_001).dropFirst()
    switch platform {
    case .postscript:
      return SampleMessage(
        kind: .campaign,
        id: "msg_c\(padded)",
        name: name,
        groupID: "cmp_\(padded)",
        groupName: name
      )
    case .klaviyo:
      // Klaviyo's campaign ids are ULIDs: 26 characters of Crockford's base 32.
      let id = "01JQ5X7ZK3V8N2M4T6R9\(padded)00"
      return SampleMessage(kind: .campaign, id: id, name: name, groupID: id, groupName: name)
    }
  }

  private static func flows(_ platform: Platform) -> [SampleMessage] {
    let series: [(id: String, name: String, length: Int)] =
      platform == .postscript
      ? [
        ("aut_101", "Welcome Series", 3), ("aut_102", "Abandoned Cart", 2),
        ("aut_103", "Browse Abandonment", 1), ("aut_104", "Post-purchase \"Thanks\"", 2),
      ]
      : [
        ("XaBc12", "Welcome Flow", 3), ("YdEf34", "Abandoned Checkout", 2),
        ("ZgHi56", "Winback", 1),
      ]
    return series.flatMap { series in
      (1...series.length).map { step in
        SampleMessage(
          kind: .flow,
          id: "\(series.id)_m\(step)",
          name: "\(series.name), message \(step)",
          groupID: series.id,
          groupName: series.name
        )
      }
    }
  }
}
