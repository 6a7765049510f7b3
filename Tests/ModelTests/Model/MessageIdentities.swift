/// Which messages of a store are one under two ids, and which figures of their rows the other id tells.
struct MessageIdentities {
  /// A message as all its rows together describe it.
  private struct Message {
    let id: String
    let group: [String?]
    let campaignID: String?
    let sent: Int?
    let hasRanges: Bool
    let isMadeUp: Bool
    let hasAnalytics: Bool

    /// Nil where it has no name, or several.
    init?(_ source: String, _ id: String, _ rows: [MessageRow]) {
      let names = Set(rows.compactMap { $0.text("message_name") })
      let campaigns = Set(rows.compactMap { $0.text("campaign_name") })
      guard id != "none", names.count <= 1, campaigns.count <= 1 else { return nil }
      if names.isEmpty, campaigns.isEmpty { return nil }
      self.id = id
      let channel = rows.compactMap { $0.text("channel") }.max()
      group = [source, names.first, campaigns.first, channel, rows.compactMap(\.kind).max()]
      campaignID = rows.compactMap { $0.text("campaign_id") }.max()
      sent = rows.filter { $0.isTotal && !$0.isRange }.compactMap(\.date).min()
      hasRanges = rows.contains(where: \.isRange)
      isMadeUp = id.hasPrefix("derived:") || rows.contains { $0.text("campaign_id") == id }
      hasAnalytics = rows.contains { row in
        StandingTotal.figures.compactMap(\.self).contains { figure in
          row.analytics.map { $0[figure] != .null } ?? false
        }
      }
    }
  }

  private let shop: ShopModel
  private let rows: [MessageRow]
  private var own: [[String]: String] = [:]

  /// The rows as they count: under one id of each message, and each figure once.
  static func counted(_ rows: [MessageRow], in shop: ShopModel) -> [MessageRow] {
    let identities = MessageIdentities(rows, in: shop)
    return rows.map { row in
      guard let id = identities.id(of: row) else { return row }
      return row.counting(as: id, without: identities.toldElsewhere(row))
    }
  }

  private init(_ rows: [MessageRow], in shop: ShopModel) {
    self.shop = shop
    self.rows = rows
    let messages = Dictionary(grouping: rows) { [$0.source, $0.message] }
      .compactMap { Message($0.key[0], $0.key[1], $0.value) }
    for group in Dictionary(grouping: messages, by: \.group).values
    where !group.contains(where: \.hasRanges) {
      // Figures of days by name alone are of all that was sent under the name.
      let described = group.filter(\.hasAnalytics)
      if group.count > 1, group.allSatisfy(\.isMadeUp), described.count == 1,
        group.allSatisfy({ $0.sent == nil }), Set(group.compactMap(\.campaignID)).count <= 1
      {
        for one in group { own[[group[0].group[0] ?? "", one.id]] = described[0].id }
        continue
      }
      let isDated = group.allSatisfy { $0.sent != nil }
      for one in group {
        // Where all days are known those of the day are compared, else all of the name.
        let like = isDated ? group.filter { $0.sent == one.sent } : group
        let campaigns = Set(like.compactMap(\.campaignID))
        let ids = like.filter { !$0.isMadeUp }
        guard like.count == 2, ids.count == 1, campaigns.count <= 1 else { continue }
        own[[group[0].group[0] ?? "", one.id]] = ids[0].id
      }
    }
  }

  private func id(of row: MessageRow) -> String? { own[[row.source, row.message]] }

  /// The figures of a row that rows of the other id tell.
  private func toldElsewhere(_ row: MessageRow) -> [String] {
    let others = rows.filter {
      $0.source == row.source && $0.message != row.message && id(of: $0) == id(of: row)
    }
    return StandingTotal.figures.compactMap(\.self).filter { figure in
      others.contains { other in
        guard let seen = other.seen(figure) else { return false }
        func isNewer(than own: Int64) -> Bool {
          seen == own ? other.message == id(of: row) : seen > own
        }
        if let own = row.seen(figure) {
          guard other.isTotal == row.isTotal, row.isTotal || other.date == row.date else {
            return false
          }
          return isNewer(than: own)
        }
        guard figure.hasPrefix("platform_reported"), !row.isTotal, let date = row.date else {
          return false
        }
        if other.isTotal { return other.total?.tells(figure, of: date) ?? false }
        let isCovered = shop.coverage("message_performance", row.source)[date]?.isWhole ?? false
        if isCovered { return true }
        // Figures of the id itself may stand in a row of another currency.
        return other.date == date
          && rows.filter { $0.source == row.source && $0.message == row.message && !$0.isTotal }
            .filter { $0.date == date }.compactMap { $0.seen(figure) }.allSatisfy(isNewer)
      }
    }
  }
}

extension MessageRow {
  /// When analytics said a figure of the row; nil where they do not know it.
  fileprivate func seen(_ figure: String) -> Int64? {
    guard let analytics, analytics[figure] != .null else { return nil }
    return analytics.seenByField[figure] ?? analytics.seen
  }
}
