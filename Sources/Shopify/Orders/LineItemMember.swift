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
}
