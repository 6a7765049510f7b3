import StageKit
import Wire

/// Exports of claims: Postscript's revenue report for the orders of some days, and the claims of
/// Klaviyo under the canonical names, as one would write them for any other platform.
struct ClaimsExports {
  let shop: SampleShop

  /// A revenue report: the orders of some days, and whether those after it have one that overlaps.
  struct Report {
    let days: Range<Int>
    let isEarly: Bool
    /// The orders that no later report has.
    let onlyHere: Range<Int>

    /// When it is exported.
    var exportedAt: Int { days.upperBound + 6 * 3600 }

    /// The day of the export, as `YYYY-MM-DD`.
    var exportDay: String {
      var text = ByteBuffer(capacity: 16)
      CivilDate(daysSinceEpoch: ShopTime.day(of: exportedAt)).write(to: &text)
      return text.view.text
    }
  }

  /// How long a time a report covers, in seconds: 90 days at most, and less than the whole.
  private var reach: Int { min(90, max(1, shop.days * 3 / 4)) * 86_400 }

  /// The report on the first days, which doesn't know yet what was revised later.
  var earlyReport: Report {
    Report(
      days: shop.start..<shop.start + reach,
      isEarly: true,
      onlyHere: shop.start..<shop.end - reach
    )
  }

  /// The report on the last days.
  var lateReport: Report {
    let days = shop.end - reach..<shop.end
    return Report(days: days, isEarly: false, onlyHere: days)
  }

  /// Writes a revenue report of Postscript.
  func writeRevenue(
    _ report: Report,
    to path: String,
    tally: inout Tally
  ) throws(StageError) -> Int {
    // Postscript's dashboard reports in UTC. Its exact header is not public.
    var file = try CSVFile(
      path,
      header: """
        Order ID,Order Name,Order Date,Currency,Revenue,Attribution Type,Message ID,Message Name,\
        Message Type,Campaign ID,Campaign Name,Sent At,Clicked At,Subscriber ID,Phone Number,Email
        """
    )
    let maker = ClaimMaker(.postscript, of: shop)
    for index in stride(from: shop.orderCount - 1, through: 0, by: -1) {
      let order = SampleOrder(index, of: shop)
      guard report.days.contains(order.createdAt) else { continue }
      for claim in maker.claims(to: order) {
        if report.onlyHere.contains(order.createdAt) { tally.count(claim) }
        let shown = report.isEarly ? claim.beforeRevision : claim
        try writeRevenue(shown, to: &file)
        if claim.isRepeated { try writeRevenue(shown, to: &file) }
      }
    }
    return try file.finish(exportedAt: report.exportedAt)
  }

  private func writeRevenue(_ claim: SampleClaim, to file: inout CSVFile) throws(StageError) {
    order(claim, &file)
    time(claim.orderAt, &file)
    file.text(claim.currency.rawValue)
    file.amount(claim.revenue, decimals: claim.currency.decimals)
    file.text(
      claim.attribution == .view ? "View Only" : claim.attribution.rawValue.capitalisedASCII
    )
    message(claim.message, &file)
    time(claim.sentAt, &file)
    time(claim.clickedAt, &file)
    file.text("s_\(claim.subscriber)")
    file.text(claim.phone)
    file.text(claim.email)
    try file.endRow()
  }

  /// Writes the claims of Klaviyo to all orders.
  func writeKlaviyo(to path: String, tally: inout Tally) throws(StageError) -> Int {
    var file = try CSVFile(
      path,
      header: """
        source_system,channel,order_id,order_name,order_at,currency,claimed_revenue,attribution_type,\
        message_id,message_name,message_type,campaign_id,campaign_name,sent_at,clicked_at,phone,email
        """,
      startsWithMark: true,
      crlf: true
    )
    let maker = ClaimMaker(.klaviyo, of: shop)
    for index in 0..<shop.orderCount {
      for claim in maker.claims(to: SampleOrder(index, of: shop)) {
        tally.count(claim)
        file.text("klaviyo")
        file.text("email")
        order(claim, &file)
        time(claim.orderAt, zone: "+00:00", &file)
        file.text(claim.currency.rawValue)
        file.amount(claim.revenue, decimals: claim.currency.decimals)
        file.text(claim.attribution.rawValue)
        message(claim.message, &file)
        time(claim.sentAt, zone: "+00:00", &file)
        time(claim.clickedAt, zone: "+00:00", &file)
        file.text(claim.phone)
        file.text(claim.email)
        try file.endRow()
      }
    }
    return try file.finish(exportedAt: shop.exportedAt)
  }

  private func order(_ claim: SampleClaim, _ file: inout CSVFile) {
    if let id = claim.orderID { file.number(id) } else { file.none() }
    file.text(claim.orderName)
  }

  private func message(_ message: SampleMessage, _ file: inout CSVFile) {
    file.text(message.id)
    file.text(message.name)
    file.text(message.kind.rawValue)
    file.text(message.groupID)
    file.text(message.groupName)
  }

  private func time(_ seconds: Int?, zone: StaticString = "", _ file: inout CSVFile) {
    file.field { output in
      guard let seconds else { return }
      ShopTime.write(seconds, to: &output)
      output.append(zone)
    }
  }
}

extension String {
  /// The text with its first letter as a capital, where that is one of ASCII.
  var capitalisedASCII: String {
    guard let first, first.isASCII else { return self }
    return first.uppercased() + dropFirst()
  }
}
