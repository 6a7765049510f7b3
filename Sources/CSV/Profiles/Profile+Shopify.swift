extension Profile {
  /// Shopify's orders export: 79 columns, one row per line item; shorter files of older exports.
  ///
  /// Order-level cells are filled on the first row of an order only. There is no column for test
  /// orders, landing site, processing time or customer id, so those stay unknown.
  static let shopifyOrders = Profile(
    "shopify-orders",
    "Shopify admin, Orders, Export: one row per line item",
    .shopifyOrders,
    dateColumn: "created_at",
    timesWithoutOffset: .areUnknown,
    rows: .orderLines,
    [
      ProfileField("order_name", .identifier, .value, ["Name"]),
      ProfileField("order_id", .identifier, .value, ["Id"]),
      ProfileField("created_at", .timestamp, .value, ["Created at"]),
      ProfileField("processed_at", .timestamp, .optional, ["Processed at"]),
      ProfileField("updated_at", .timestamp, .optional, ["Updated at"]),
      ProfileField("cancelled_at", .timestamp, .optional, ["Cancelled at"]),
      ProfileField("financial_status", .financialStatus, .value, ["Financial Status"]),
      ProfileField("fulfillment_status", .category, .optional, ["Fulfillment Status"]),
      ProfileField("currency", .currency, .value, ["Currency"]),
      ProfileField("subtotal_price", .total, .optional, ["Subtotal"]),
      ProfileField("total_shipping", .money, .optional, ["Shipping"]),
      ProfileField("total_tax", .money, .optional, ["Taxes"]),
      ProfileField("total_discounts", .deduction, .optional, ["Discount Amount"]),
      ProfileField("total_duties", .money, .optional, ["Duties"]),
      ProfileField("total_price", .total, .value, ["Total"]),
      ProfileField("total_refunded", .deduction, .optional, ["Refunded Amount"]),
      ProfileField("email", .identifier, .optional, ["Email"]),
      ProfileField("phone", .contact, .optional, ["Phone"]),
      ProfileField("customer_id", .identifier, .optional, ["Customer ID"]),
      ProfileField("discount_codes", .list, .optional, ["Discount Code"]),
      ProfileField("tags", .list, .optional, ["Tags"]),
      ProfileField("source_name", .text, .optional, ["Source"]),
      ProfileField("payment_gateway", .text, .optional, ["Payment Method"]),
      ProfileField("shipping_city", .text, .optional, ["Shipping City"]),
      ProfileField("shipping_province", .text, .optional, ["Shipping Province"]),
      ProfileField("shipping_country", .text, .optional, ["Shipping Country"]),
      ProfileField("shipping_zip", .contact, .optional, ["Shipping Zip"]),
      ProfileField("note_attributes", .pairs, .optional, ["Note Attributes"]),
      ProfileField("lineitem_sku", .text, .optional, ["Lineitem sku"]),
      ProfileField("lineitem_title", .text, .column, ["Lineitem name"]),
      ProfileField("lineitem_quantity", .integer, .column, ["Lineitem quantity"]),
      ProfileField("lineitem_price", .money, .optional, ["Lineitem price"]),
      ProfileField("lineitem_discount", .deduction, .optional, ["Lineitem discount"]),
      ProfileField("lineitem_vendor", .text, .optional, ["Vendor"]),
    ]
  )

  /// The members of a line item and the fields they come from.
  static let lineItemMembers: [(member: String, field: String)] = [
    ("sku", "lineitem_sku"), ("title", "lineitem_title"), ("quantity", "lineitem_quantity"),
    ("price", "lineitem_price"), ("discount", "lineitem_discount"), ("vendor", "lineitem_vendor"),
  ]
}
