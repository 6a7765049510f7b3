import StageKit
import Wire

/// Shopify's export of orders: one row per line item, the order's own fields on its first row only,
/// newest order first.
struct OrdersExport {
  let shop: SampleShop

  func write(to path: String) throws(StageError) -> Int {
    var file = try CSVFile(path, header: OrdersExport.header)
    for index in stride(from: shop.orderCount - 1, through: 0, by: -1) {
      try write(SampleOrder(index, of: shop), to: &file)
    }
    return try file.finish(exportedAt: shop.exportedAt)
  }

  private func write(_ order: SampleOrder, to file: inout CSVFile) throws(StageError) {
    for (position, line) in order.lines.enumerated() {
      let isFirst = position == 0
      file.text(order.name)
      file.text(order.customer.email)
      if isFirst { money(order, &file) } else { file.none(14) }
      write(line, order, &file)
      if isFirst { addresses(order, &file) } else { file.none(26) }
      file.text(line.product.vendor)
      if isFirst { identity(order, &file) } else { file.none(8) }
      file.amount(line.discount, decimals: order.currency.decimals)
      if isFirst { rest(order, &file) } else { file.none(19) }
      try file.endRow()
    }
  }

  /// Financial Status to Created at.
  private func money(_ order: SampleOrder, _ file: inout CSVFile) {
    let decimals = order.currency.decimals
    let isPaid =
      order.outcome != .pending && order.outcome != .authorized && order.outcome != .expired
    let isShipped = isPaid && order.cancelledAt == nil
    file.text(order.outcome.status)
    time(isPaid ? order.createdAt + 3 : nil, &file)
    file.text(isShipped ? "fulfilled" : "unfulfilled")
    time(isShipped ? min(order.createdAt + 90_000, shop.exportedAt) : nil, &file)
    file.text(order.index % 3 == 0 ? "yes" : "no")
    file.text(order.currency.rawValue)
    file.amount(order.subtotal, decimals: decimals)
    file.amount(order.shipping, decimals: decimals)
    file.amount(order.taxes, decimals: decimals)
    file.amount(order.total, decimals: decimals)
    file.text(order.discountCode)
    file.amount(order.discount, decimals: decimals)
    file.text("Standard (3–5 days)")
    time(order.createdAt, &file)
  }

  /// Lineitem quantity to Lineitem fulfillment status.
  private func write(_ line: SampleOrder.Line, _ order: SampleOrder, _ file: inout CSVFile) {
    file.number(line.quantity)
    file.text(line.product.title)
    file.amount(line.price, decimals: order.currency.decimals)
    file.none()
    file.text(line.product.sku)
    file.text("true")
    file.text("true")
    file.text(order.cancelledAt == nil ? "fulfilled" : "pending")
  }

  /// Billing Name to Refunded Amount.
  private func addresses(_ order: SampleOrder, _ file: inout CSVFile) {
    for _ in 0..<2 {
      let customer = order.customer
      file.text(customer.name)
      file.text(customer.street)
      file.text(customer.street)
      file.none(2)
      file.text(customer.place.city)
      file.text(customer.place.zip)
      file.text(customer.place.province)
      file.text(customer.place.country)
      file.text(order.hasPhone ? customer.phone : "")
    }
    file.text(order.note)
    file.text(order.index % 40 == 0 ? "gift: yes\nwrap: \"red, gold\"" : "")
    time(order.cancelledAt, &file)
    file.text(order.gateway)
    file.text("r\(order.id).1")
    file.amount(order.refunded, decimals: order.currency.decimals)
  }

  /// Outstanding Balance to Source.
  private func identity(_ order: SampleOrder, _ file: inout CSVFile) {
    file.amount(order.outcome == .pending ? order.total : 0, decimals: order.currency.decimals)
    file.none(3)
    file.number(order.id)
    file.text(order.tags)
    file.text(order.index % 50 == 0 ? "Medium" : "Low")
    file.text(order.source)
  }

  /// Tax 1 Name to Payment References.
  private func rest(_ order: SampleOrder, _ file: inout CSVFile) {
    if order.taxes > 0 {
      file.text("Sales Tax")
      file.amount(order.taxes, decimals: order.currency.decimals)
    } else {
      file.none(2)
    }
    file.none(8)
    file.text(order.hasPhone ? order.customer.phone : "")
    file.none(2)
    file.text(order.customer.place.provinceName)
    file.text(order.customer.place.provinceName)
    file.text("p\(order.id)")
    file.none(2)
    file.text("p\(order.id)")
  }

  private func time(_ seconds: Int?, _ file: inout CSVFile) {
    file.field { output in
      if let seconds { ShopTime.writeInShop(seconds, to: &output) }
    }
  }

  /// The 79 columns of the export, as Shopify writes them.
  private static let header: StaticString = """
    Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,\
    Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,\
    Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,\
    Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,\
    Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,\
    Billing Zip,Billing Province,Billing Country,Billing Phone,\
    Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,\
    Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,\
    Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,\
    Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,\
    Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,\
    Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,\
    Payment ID,Payment Terms Name,Next Payment Due At,Payment References
    """
}
