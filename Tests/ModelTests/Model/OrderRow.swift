/// A row of `obt_orders`: an order among its customer's, and the claims to it.
struct OrderRow {
  let order: OrderModel
  let shop: ShopModel
  /// The customer's orders, the earliest first; those of unknown time before all others.
  let siblings: [OrderModel]

  /// All rows of a store.
  static func all(in shop: ShopModel) -> [OrderRow] {
    let customers = Dictionary(grouping: shop.orders, by: customer).mapValues { orders in
      orders.sorted { ($0.time ?? .min, $0.id) < ($1.time ?? .min, $1.id) }
    }
    return shop.orders.map { order in
      OrderRow(
        order: order,
        shop: shop,
        siblings: customer(order).flatMap { customers[$0] } ?? []
      )
    }
  }

  static func customer(_ order: OrderModel) -> String? {
    if let id = order.known["customer_id"].string { return id }
    if let hash = emailHash(order) { return String(hash.prefix(32)) }
    guard let phone = order.known["phone"].string else { return nil }
    for person in People.all {
      if let form = person.phones.firstIndex(of: phone) {
        return String(person.phoneHashes[form].prefix(32))
      }
    }
    return nil
  }

  private static func emailHash(_ order: OrderModel) -> String? {
    guard let email = order.known["email"].string else { return nil }
    return People.all.first { $0.emails.contains(email) }?.emailHash
  }

  var row: Row {
    facts.merging(money) { $1 }.merging(visit) { $1 }.merging(places) { $1 }.merging(claims) { $1 }
  }

  private var facts: Row {
    let known = order.known
    func text(_ name: String) -> String? { known[name].string }
    func list(_ name: String) -> String? {
      (known[name].list ?? known[name].string.map { $0.components(separated: ", ") })?
        .joined(separator: ",")
    }
    let country = text("shipping_country")
    let items = LineItems.all.first { $0.json == known["line_items"].json }
    var row: Row = [
      "sm_store_id": shop.store, "order_id": order.id, "order_name": order.name,
      "order_number": text("order_number"), "sm_order_key": shop.store + "/" + order.id,
      "source_system": "shopify", "customer_id": text("customer_id"),
      "sm_customer_key": Self.customer(order), "customer_email_hashed": Self.emailHash(order),
      "customer_tags_csv": known["customer"] == .null ? nil : "ct1,ct2",
      "order_payment_status": text("financial_status")?.lowercased(),
      "order_currency_code": order.currency, "order_cancellation_reason": text("cancel_reason"),
      "order_discount_codes_csv": list("discount_codes"), "order_tags_csv": list("tags"),
      "order_skus_csv": items?.skus, "order_product_titles_csv": items?.titles,
      "order_vendors_csv": items?.vendors, "order_shipping_city": text("shipping_city"),
      "order_shipping_state": text("shipping_province"),
      "order_shipping_country": country?.count == 2 ? nil : country,
      "order_shipping_country_code": country?.count == 2 ? country : nil,
      "order_shipping_zip_code": text("shipping_zip"), "sm_order_type": order.kind,
      "sm_channel": nil, "sm_sub_channel": nil,
      "sm_order_sales_channel": text("source_name"),
      "primary_order_payment_gateway": text("payment_gateway"),
      "is_order_sm_valid": Shown.flag(order.isValid),
      "is_subscription_order": Shown.flag(order.kind.map { $0 != "one_time" }),
    ]
    let times = [
      ("created", known["created_at"].time), ("processed", order.time),
      ("updated", known["updated_at"].time), ("cancelled", known["cancelled_at"].time),
    ]
    for (name, time) in times {
      row["order_\(name)_at"] = Shown.time(time)
      row["order_\(name)_at_local_datetime"] = Shown.time(shop.calendar.local(time))
    }
    return row
  }

  private var money: Row {
    func amount(_ name: String) -> Int? { order.known[name].money }
    let (subtotal, discounts) = (amount("subtotal_price"), amount("total_discounts"))
    let (shipping, tax) = (amount("total_shipping"), amount("total_tax"))
    let isInclusive = self.isInclusive
    let total = subtotal.flatMap { goods in
      shipping.flatMap { sent in
        (isInclusive == true ? 0 : tax).flatMap { added in
          order.refunds.map { goods + sent + added - $0 }
        }
      }
    }
    let cut = Shown.money(discounts.map { -$0 })
    return [
      "is_price_tax_inclusive": Shown.flag(isInclusive),
      "order_gross_revenue": Shown.money(
        subtotal.flatMap { goods in discounts.map { goods + $0 } }
      ),
      "order_discounts": cut, "order_total_discounts": cut,
      "order_refunds": Shown.money(order.netGoods.flatMap { net in subtotal.map { net - $0 } }),
      "order_net_revenue": Shown.money(order.netGoods),
      "order_net_revenue_before_refunds": Shown.money(subtotal),
      "order_gross_shipping": Shown.money(shipping), "order_gross_taxes": Shown.money(tax),
      "order_total_taxes": Shown.money(tax),
      "order_gross_duties": Shown.money(amount("total_duties")),
      "order_total_revenue": Shown.money(total.map { max(0, $0) }),
      "order_total_refunds": Shown.money(order.refunds.map { -$0 }),
      "order_cart_quantity": Shown.count(order.known["line_item_quantity"].count),
      "order_refund_quantity": nil,
    ]
  }

  /// As the source says, else as the total tells.
  private var isInclusive: Bool? {
    let known = order.known
    if let stated = known["taxes_included"].flag { return stated }
    guard let tax = known["total_tax"].money, tax > 0, let total = known["total_price"].money,
      let subtotal = known["subtotal_price"].money, let shipping = known["total_shipping"].money
    else { return nil }
    let without = subtotal + shipping + (known["total_duties"].money ?? 0)
    return total == without ? true : total == without + tax ? false : nil
  }

  private var visit: Row {
    let page = LandingPage.all.first { $0.url == order.known["landing_site"].string }
    return [
      "sm_order_landing_page": page?.path, "sm_utm_source": page?.source,
      "sm_utm_medium": page?.medium,
      "sm_utm_source_medium": page.flatMap { page in
        page.source.flatMap { source in page.medium.map { "\(source) / \($0)" } }
      }, "sm_utm_campaign": page?.campaign, "sm_utm_content": page?.content,
      "sm_utm_term": page?.term, "sm_utm_id": page?.id, "utm_message_channel": page?.channel,
      "sm_order_referrer_domain": order.known["referring_site"].string.flatMap {
        LandingPage.hosts[$0] ?? nil
      },
    ]
  }

  private var places: Row {
    let index = siblings.firstIndex { $0.id == order.id }
    let valid = siblings.filter(\.isValid)
    let validIndex = order.isValid ? valid.firstIndex { $0.id == order.id } : nil
    func sequence(_ index: Int?) -> String? { index.map { $0 == 0 ? "1st_order" : "repeat_order" } }
    let before = index.flatMap { $0 > 0 ? siblings[$0 - 1].time : nil }
    let latency = before.flatMap { earlier in
      order.time.map { Int(($0 - earlier) / 86_400_000_000) }
    }
    return [
      "order_index": Shown.count(index.map { $0 + 1 }),
      "order_index_reversed": Shown.count(index.map { siblings.count - $0 }),
      "sm_valid_order_index": Shown.count(validIndex.map { $0 + 1 }),
      "sm_valid_order_index_reversed": Shown.count(validIndex.map { valid.count - $0 }),
      "order_sequence": sequence(index), "sm_valid_order_sequence": sequence(validIndex),
      "order_latency_days": Shown.count(latency),
      "is_latest_order": Shown.flag(index.map { order.time != nil && $0 == siblings.count - 1 }),
    ]
  }

  private var claims: Row {
    let all = shop.outcomes.filter { $0.claim.orderKey == order.id }
    let made = all.filter { $0.outcome != "withdrawn" }
    let last = all.first { $0.touchRank == 1 }
    let text = all.filter { $0.isSMS && $0.touchRank != nil }.min {
      $0.touchRank ?? 0 < $1.touchRank ?? 0
    }
    func of(_ outcome: OutcomeModel?, _ name: String) -> String? {
      outcome?.claim.known[name].string
    }
    return [
      "claims": "\(made.count)", "claiming_platforms": "\(Set(made.map(\.claim.source)).count)",
      "counting_platforms": "\(all.count { $0.touchRank != nil })",
      "superseded_claims": "\(all.count { $0.outcome == "superseded" })",
      "rejected_claims": "\(all.count { $0.outcome == "rejected" })",
      "platform_reported_revenue": Shown.money(
        sum(
          made.filter { order.currency != nil && $0.claim.currency == order.currency },
          \.claim.claimed
        )
      ), "last_touch_source_system": last?.claim.source, "last_touch_channel": of(last, "channel"),
      "last_touch_message_id": last?.claim.message,
      "last_touch_at": Shown.time(last?.claim.touchAt),
      "last_touch_revenue": Shown.money(last?.counted), "sms_source_system": text?.claim.source,
      "sms_message_type": of(text, "message_type"), "sms_campaign_id": of(text, "campaign_id"),
      "sms_campaign_name": of(text, "campaign_name"), "sms_message_id": text?.claim.message,
      "sms_message_name": of(text, "message_name"), "sms_attribution_type": text?.claim.type,
      "sms_touch_at": Shown.time(text?.claim.touchAt),
      "sms_minutes_to_order": Shown.decimal(text?.claim.minutes, digits: 2),
      "sms_attributed_revenue": Shown.money(text?.counted),
      "order_policy_revenue": Shown.money(order.revenue),
      "is_sms_last_touch": Shown.flag(text.map { $0.touchRank == 1 }),
    ]
  }
}

extension String {
  /// The parts of a list, whether there is a space behind the comma or not.
  func components(separated separator: String) -> [String] {
    split(separator: ",", omittingEmptySubsequences: false).map {
      $0.hasPrefix(" ") ? String($0.dropFirst()) : String($0)
    }
  }
}
