/// What an order is by itself, by the policy of its store.
struct OrderModel {
  let known: Known
  let id: String
  let name: String?
  let nameKey: String?
  let time: Int64?
  let currency: String?
  let revenue: Int?
  let refunds: Int?
  let netGoods: Int?
  let faults: [String]
  let isValid: Bool
  let kind: String?
  let customer: Customer

  /// An order with the records of its own refunds.
  init(_ known: Known, _ records: [Known], _ policy: Policy) {
    self.known = known
    id = known["order_id"].string ?? ""
    name = known["order_name"].string
    nameKey = Self.key(of: name)
    time = known["processed_at"].time ?? known["created_at"].time
    currency = known["currency"].string?.uppercased() ?? policy.defaultCurrencies["shopify"]
    customer = Customer(known, policy)
    kind = Self.kind(known)

    let status = (known["financial_status"].string ?? "").lowercased()
    let (total, subtotal) = (known["total_price"].money, known["subtotal_price"].money)
    let stated = known["total_refunded"].money
    let own = RefundModel(records, currency)
    let refunds = own.givenBack(of: total, stated, status)
    self.refunds = refunds
    let isAllBack = refunds.flatMap { back in total.map { back > 0 && back >= $0 } } ?? false
    netGoods = isAllBack ? 0 : subtotal.flatMap { goods in refunds.map { max(0, goods - $0) } }
    switch policy.figure {
    case "total": revenue = total
    case "subtotal": revenue = subtotal
    default: revenue = total.flatMap { price in refunds.map { price - $0 } }
    }

    var faults: [String] = []
    if known["test"].flag == true { faults.append("order_test") }
    if known["cancelled_at"].time != nil || status == "cancelled" {
      faults.append("order_cancelled")
    }
    if ["", "voided", "expired", "draft", "uncollectible"].contains(status) {
      faults.append("order_voided")
    }
    let most = [stated, own.amount].compactMap { $0 }.max()
    let isPaidBack = most.flatMap { back in total.map { back > 0 && back >= $0 } } ?? false
    if status == "refunded" || isPaidBack { faults.append("order_refunded") }
    let tags = Self.tags(known).map { $0.lowercased() }
    let excluded = policy.excludedTags.contains { tags.contains($0.lowercased()) }
    let isForeign =
      policy.channels.flatMap { all in known["source_name"].string.map { !all.contains($0) } }
      ?? false
    if excluded || isForeign || (policy.excludesZeroNet && netGoods == 0) {
      faults.append("order_excluded")
    }
    isValid = faults.isEmpty
    // A renewal is a valid order that no message has brought.
    if kind == "subscription_renewal", !policy.acceptsRenewals { faults.append("order_renewal") }
    self.faults = faults
  }

  /// A name without its leading #.
  static func key(of name: String?) -> String? {
    guard let name else { return nil }
    return name.count > 1 && name.hasPrefix("#") ? String(name.dropFirst()) : name
  }

  static func tags(_ known: Known) -> [String] {
    if let list = known["tags"].list { return list }
    guard let text = known["tags"].string else { return [] }
    return text.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.hasPrefix(" ") ? String($0.dropFirst()) : String($0)
    }
  }

  private static func kind(_ known: Known) -> String? {
    if let stated = known["order_kind"].string { return stated }
    let tags = tags(known).map { $0.lowercased() }
    if tags.contains("subscription recurring order") { return "subscription_renewal" }
    if tags.contains("subscription first order") { return "subscription_first" }
    guard let source = known["source_name"].string else { return nil }
    return source.hasPrefix("subscription_contract") ? "subscription_renewal" : "one_time"
  }
}

/// A customer by phone and email; histories draw both from ``People``.
struct Customer {
  let phone: String?
  let email: String?

  init(_ known: Known, _ policy: Policy) {
    let number = known["phone"].string.flatMap { written in
      People.all.first { $0.phones.contains(written) }
    }
    let isWhole = known["phone"].string?.hasPrefix("+") ?? false
    phone = isWhole || policy.callingCode == "1" ? number?.name : nil
    email = known["email"].string.flatMap { written in
      People.all.first { $0.emails.contains(written) }?.name
    }
  }

  /// Whether two are the same; nil where too little is known.
  func matches(_ other: Customer) -> Bool? {
    if phone != nil && phone == other.phone || email != nil && email == other.email { return true }
    return [phone, other.phone, email, other.email].contains(nil) ? nil : false
  }
}

/// The people of all histories, with the ways in which their numbers and addresses are written, and
/// the SHA-256 of the address in lower case and of each way to write the number.
struct People {
  let name: String
  let phones: [String]
  let emails: [String]
  let emailHash: String
  let phoneHashes: [String]

  static let all = [
    People(
      name: "ann",
      phones: ["+12125550101", "(212) 555-0101"],
      emails: ["ann@example.com", "Ann@Example.com"],
      emailHash: "71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476",
      phoneHashes: [
        "d07578de05941bac37d7dd34bd2dfcc4ccec2c880b02e2fcb90dd352d22d2336",
        "17545b77ebc218f7a3f9e23e56ba9c0d0e9bdeee5191241c68c0897b616c19fa",
      ]
    ),
    People(
      name: "bob",
      phones: ["+12125550102", "(212) 555-0102"],
      emails: ["bob@example.com", "BOB@example.com"],
      emailHash: "5ff860bf1190596c7188ab851db691f0f3169c453936e9e1eba2f9a47f7a0018",
      phoneHashes: [
        "5588a1f00ee07a5ec8df0e19aa6f51a18273eb09214c750cdb3c94e4a561ac73",
        "cfcdf7d2b3d5354b60bea2703e2a41608cad0ff429fbc4a2d1195374efc771c5",
      ]
    ),
  ]
}
