import StageKit

/// What a reader of the log must know of a file's columns: which feeds which field, what has none
/// and so cannot be checked, and which columns nobody reads.
struct ColumnReport {
  private let profile: Profile
  private let match: HeaderMatch
  /// The header of the column that states of which days figures are.
  private let range: String?

  init(_ header: FileHeader) {
    profile = header.profile
    match = header.match
    range = header.rangeColumn.map { header.match.headers[$0] }
  }

  /// Writes it to the log.
  func write(to log: Logger, file: String) {
    if let revenue = unreadRevenue {
      log.warning(
        "\(file): revenue is unknown, but the column \(Excerpt.quoted(revenue)) may be it: name it for "
          + "platform_reported_order_revenue with --mapping"
      )
    }
    guard log.level >= .info else { return }
    var used = profile.fields.compactMap { field in
      match.columns[field.name].map { "\(field.name) from \(Excerpt.quoted(match.headers[$0]))" }
    }
    if let range { used.append("the range of the figures from \(Excerpt.quoted(range))") }
    log.info("\(file): read as \(profile.name): \(used.joined(separator: ", "))")
    let missing = missingFields
    if !missing.isEmpty {
      log.info("\(file): no column for \(missing.joined(separator: ", "))")
    }
    let unused = unused
    if !unused.isEmpty {
      log.info("\(file): columns that are not read: \(unused.joined(separator: ", "))")
    }
  }

  // MARK: - Fields without a column

  private var missingFields: [String] {
    profile.fields.filter { match.columns[$0.name] == nil && !isMadeGood($0) }.map { field in
      let title = field.title == field.name ? "" : " (\(Excerpt.quoted(field.title)))"
      return field.name + title + (Self.consequences[field.name].map { ": \($0)" } ?? "")
    }
  }

  /// True for a field of which others in the file say the same.
  private func isMadeGood(_ field: ProfileField) -> Bool {
    let others: [String]
    switch field.name {
    case "date", "send_date": others = ["date", "send_date", "send_time"]
    case "send_time": others = ["date", "send_date"]
    case "is_view_only", "is_clicked": others = ["attribution_type", "is_view_only", "is_clicked"]
    case "attribution_type": others = ["is_view_only", "is_clicked"]
    case "unsubscribe_rate": others = ["list_unsubscribes"]
    case "complaint_rate": others = ["spam_complaints"]
    case "bounce_rate": others = ["message_unique_bounces"]
    case "automation_name", "keyword_name": others = ["campaign_name"]
    case "row_level": return true
    default: return false
    }
    return others.contains { match.columns[$0] != nil }
  }

  /// What cannot be known or checked without a field.
  private static let consequences = [
    "sent_at": "there is no send time, so attribution windows are not checked",
    "clicked_at": "the touch is the send",
    "attribution_type": "clicks and views are not told apart",
    "is_view_only": "clicks and views are not told apart",
    "order_at": "a claim whose order is missing has no time",
    "currency": "amounts are in a currency that is unknown, unless --currency says it",
    "total_refunded": "refunds are unknown",
    "cancelled_at": "cancelled orders are not seen",
    "subtotal_price": "revenue by subtotal is unknown",
    "tags": "tags neither exclude orders nor mark subscriptions",
    "source_name": "sales channels are not seen",
    "platform_reported_order_revenue": "revenue stays unknown",
  ]

  // MARK: - Columns without a field

  private var unused: [String] {
    match.unused.filter { $0 != range }.map { header in
      let guess = guess(header).map { " (like \($0)?)" } ?? ""
      return Excerpt.quoted(header) + guess
    }
  }

  /// The field without a column that a header may be meant for, by the words of the export.
  private func guess(_ header: String) -> String? {
    let open = profile.fields.filter { match.columns[$0.name] == nil }
    let plain = HeaderName.normalized(header)
    guard !plain.isEmpty else { return nil }
    for field in open {
      for name in field.headers where isNear(plain, HeaderName.normalized(name)) { return name }
    }
    for (words, fields) in Self.words where words.contains(where: { plain.contains($0) }) {
      if let field = open.first(where: { fields.contains($0.name) }) { return field.title }
    }
    return nil
  }

  private func isNear(_ one: String, _ other: String) -> Bool {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    return NearestName.distance(one, other) <= max(one.count, other.count) / 4
  }

  /// Parts of headers, and the fields that they may stand for, the likeliest first.
  private static let words: [(words: [String], fields: [String])] = [
    (["revenue", "sales", "gmv", "value", "income"], revenueFields),
    (["unsub", "optout", "stop"], ["list_unsubscribes"]),
    (["click"], ["clicked_at", "message_unique_clicks", "total_clicks"]),
    (
      ["deliver", "sent", "send", "texted"],
      [
        "sent_at", "send_time", "message_unique_receives", "sms_unique_sends",
      ]
    ),
    (["cost", "spend", "fee", "price"], ["cost"]),
    (["refund"], ["total_refunded"]),
    (["order", "purchase", "conversion"], ["order_at", "platform_reported_orders"]),
    (["phone", "mobile"], ["phone"]),
    (["mail"], ["email"]),
  ]

  private static let revenueFields = ["claimed_revenue", "platform_reported_order_revenue"]

  /// A column that looks like the revenue that no column feeds, or nil.
  private var unreadRevenue: String? {
    guard profile.field("platform_reported_order_revenue") != nil,
      match.columns["platform_reported_order_revenue"] == nil
    else { return nil }
    return match.unused.first { header in
      let plain = HeaderName.normalized(header)
      return ["revenue", "sales", "gmv", "value"].contains { plain.contains($0) }
    }
  }
}
