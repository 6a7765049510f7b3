/// A member of an order's line item in `shopify_orders`, and where the API has it.
enum LineItemMember: String, CaseIterable {
  case sku, title, quantity, price, discount, vendor

  /// How the value is read.
  var kind: OrderColumn.ColumnKind {
    switch self {
    case .sku, .title, .vendor: .text
    case .quantity, .price, .discount: .money
    }
  }

  /// The ways to the value; the title with its variant, as Shopify's own export has it, comes first.
  var paths: [[String]] {
    switch self {
    case .sku: [["sku"]]
    case .title: [["name"], ["title"]]
    case .quantity: [["quantity"]]
    case .price: [["price"], ["originalUnitPriceSet", "shopMoney", "amount"]]
    case .discount: [["total_discount"], ["totalDiscountSet", "shopMoney", "amount"]]
    case .vendor: [["vendor"]]
    }
  }

  /// What is needed of each member in every line item, worked out once.
  static let table: [LineItemColumn] = allCases.map { member in
    LineItemColumn(
      member: member,
      key: Array("\"\(member.rawValue)\":".utf8),
      kind: member.kind,
      field: "line_items.\(member.rawValue)",
      paths: member.paths
    )
  }

  /// A member with its key in JSON, and its name in messages.
  struct LineItemColumn: Sendable {
    let member: LineItemMember
    let key: [UInt8]
    let kind: OrderColumn.ColumnKind
    let field: String
    let paths: [[String]]
  }
}
