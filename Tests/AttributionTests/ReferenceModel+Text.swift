extension ReferenceModel {
  private static func text(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "null" }

  private static func money(_ cents: Int?) -> String {
    cents.map { "\($0 / 100).\($0 % 100 / 10)\($0 % 10)" } ?? "null"
  }

  private static func time(_ seconds: Int?) -> String {
    guard let seconds else { return "null" }
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { "\($0 / 10)\($0 % 10)" }
    return "\"2026-01-10T\(parts.joined(separator: ":"))Z\""
  }

  private static func phone(_ number: Int?) -> String { text(number.map { "+1555000000\($0)" }) }

  private static func email(_ number: Int?) -> String { text(number.map { "c\($0)@example.com" }) }

  private static func object(_ members: [(String, String)]) -> String {
    members.map { "\"\($0)\":\($1)" }.joined(separator: ",")
  }

  /// The message of an order.
  static func message(_ order: Order) -> String {
    Validation.record(
      "shopify_orders",
      object([
        ("store_id", text(order.store)), ("order_id", "\(order.id)"),
        ("order_name", text(order.name)), ("processed_at", time(order.time)),
        ("financial_status", text(order.status)), ("test", "\(order.test)"),
        ("cancelled_at", order.cancelled ? time(0) : "null"),
        ("tags", text(order.tags.joined(separator: ", "))), ("currency", text(order.currency)),
        ("total_price", money(order.total)), ("total_refunded", money(order.refunded)),
        ("phone", phone(order.phone)), ("email", email(order.email)),
        ("updated_at", time(order.updated)),
      ])
    )
  }

  /// The message of a claim.
  static func message(_ claim: Claim) -> String {
    Validation.claim(
      object([
        ("store_id", text(claim.store)), ("order_id", claim.id.map { "\"\($0)\"" } ?? "null"),
        ("order_name", text(claim.name)), ("attribution_type", text(claim.type)),
        ("order_at", time(claim.orderAt)), ("sent_at", time(claim.sentAt)),
        ("clicked_at", time(claim.clickedAt)), ("claimed_revenue", money(claim.revenue)),
        ("currency", text(claim.currency)), ("phone", phone(claim.phone)),
        ("email", email(claim.email)),
      ])
    )
  }
}
