/// A column of `shopify_orders`, and where an order of the Admin API has it.
///
/// The API gives orders in two shapes: REST writes `total_price`, GraphQL writes `totalPriceSet`
/// with the amount two levels deeper. Both are looked for, in that order.
struct OrderColumn: Sendable {
  /// The name in the stream.
  let name: String
  let kind: ColumnKind
  /// The ways to the value from the order's own members on.
  let paths: [[String]]
  /// The ways to the currency of an amount that names its own.
  var currencyPaths: [[String]] {
    paths.compactMap { path in
      switch path.suffix(2) {
      case ["shopMoney", "amount"]: path.dropLast() + ["currencyCode"]
      case ["shop_money", "amount"]: path.dropLast() + ["currency_code"]
      default: nil
      }
    }
  }
  /// True where an order without a value is a reject: such an order must not take the place of one
  /// that is known.
  let isRequired: Bool

  /// How a value is read, and written.
  enum ColumnKind: Sendable {
    /// A number or a text, as `gid://shopify/Order/5001` or without what is before the number.
    case identifier
    case text
    /// A text in small letters: GraphQL writes states in capitals.
    case word
    case time
    case boolean
    case currency
    /// An amount that may be negative.
    case money
    /// An amount that cannot be.
    case total
    /// An amount that is taken away, such as a discount: some write it as negative.
    case deduction
    /// Comma-separated text, or an array of texts.
    case list
    /// An array of objects with a `code`, or of texts.
    case codes
    /// The texts of an array as one text.
    case joined
    /// An object with the parameters of a visit's address.
    case utm
    /// An array of objects with a `name` (in GraphQL a `key`) and a `value`.
    case pairs
  }

  init(_ name: String, _ kind: ColumnKind, _ paths: String..., isRequired: Bool = false) {
    self.name = name
    self.kind = kind
    self.paths = paths.map { $0.split(separator: ".").map(String.init) }
    self.isRequired = isRequired
  }

  /// The columns in the order of the stream, but for those made of lists of objects.
  static let all: [OrderColumn] = [
    OrderColumn("order_id", .identifier, "id", isRequired: true),
    OrderColumn("order_name", .text, "name"),
    OrderColumn("order_number", .identifier, "order_number", "number"),
    OrderColumn("created_at", .time, "created_at", "createdAt", isRequired: true),
    OrderColumn("processed_at", .time, "processed_at", "processedAt"),
    OrderColumn("updated_at", .time, "updated_at", "updatedAt"),
    OrderColumn("cancelled_at", .time, "cancelled_at", "cancelledAt"),
    OrderColumn("test", .boolean, "test"),
    OrderColumn(
      "financial_status",
      .word,
      "financial_status",
      "displayFinancialStatus",
      isRequired: true
    ),
    OrderColumn("fulfillment_status", .word, "fulfillment_status", "displayFulfillmentStatus"),
    OrderColumn("currency", .currency, "currency", "currencyCode", isRequired: true),
    OrderColumn("subtotal_price", .total, "subtotal_price", "subtotalPriceSet.shopMoney.amount"),
    OrderColumn(
      "total_shipping",
      .money,
      "total_shipping_price_set.shop_money.amount",
      "totalShippingPriceSet.shopMoney.amount"
    ),
    OrderColumn("total_tax", .money, "total_tax", "totalTaxSet.shopMoney.amount"),
    OrderColumn(
      "total_discounts",
      .deduction,
      "total_discounts",
      "totalDiscountsSet.shopMoney.amount"
    ),
    OrderColumn(
      "total_duties",
      .money,
      "original_total_duties_set.shop_money.amount",
      "originalTotalDutiesSet.shopMoney.amount"
    ),
    OrderColumn(
      "total_price",
      .total,
      "total_price",
      "totalPriceSet.shopMoney.amount",
      isRequired: true
    ),
    OrderColumn("total_refunded", .total, "totalRefundedSet.shopMoney.amount"),
    OrderColumn("email", .text, "email", "contact_email"),
    OrderColumn("phone", .text, "phone"),
    OrderColumn("customer_id", .identifier, "customer.id"),
    OrderColumn("discount_codes", .codes, "discount_codes", "discountCodes"),
    OrderColumn("tags", .list, "tags"),
    OrderColumn("source_name", .text, "source_name", "sourceName"),
    OrderColumn(
      "landing_site",
      .text,
      "landing_site",
      "landingPageUrl",
      "customerJourneySummary.lastVisit.landingPage"
    ),
    OrderColumn(
      "referring_site",
      .text,
      "referring_site",
      "referrerUrl",
      "customerJourneySummary.lastVisit.referrerUrl"
    ),
    OrderColumn("payment_gateway", .joined, "payment_gateway_names", "paymentGatewayNames"),
    OrderColumn("shipping_city", .text, "shipping_address.city", "shippingAddress.city"),
    OrderColumn(
      "shipping_province",
      .text,
      "shipping_address.province_code",
      "shippingAddress.provinceCode"
    ),
    OrderColumn(
      "shipping_country",
      .text,
      "shipping_address.country_code",
      "shippingAddress.countryCodeV2"
    ),
    OrderColumn("shipping_zip", .text, "shipping_address.zip", "shippingAddress.zip"),
    OrderColumn("note_attributes", .pairs, "note_attributes", "customAttributes"),
    OrderColumn(
      "utm_parameters",
      .utm,
      "customerJourneySummary.lastVisit.utmParameters",
      "customerJourneySummary.utmParameters"
    ),
  ]
}

extension OrderColumn.ColumnKind {
  /// The JSON Schema of a value.
  var jsonSchema: String {
    switch self {
    case .identifier, .text, .word, .currency, .joined: #"{"type":["null","string"]}"#
    case .time: #"{"type":["null","string"],"format":"date-time"}"#
    case .boolean: #"{"type":["null","boolean"]}"#
    case .money, .total, .deduction: #"{"type":["null","number"]}"#
    case .list, .codes: #"{"type":["null","array"],"items":{"type":"string"}}"#
    case .utm:
      #"{"type":["null","object"],"properties":{"#
        + ValueWriter.utmMembers.map { #""\#($0)":{"type":["null","string"]}"# }
        .joined(separator: ",") + "}}"
    case .pairs:
      #"{"type":["null","array"],"items":{"type":"object","properties":"#
        + #"{"name":{"type":"string"},"value":{"type":["null","string"]}}}}"#
    }
  }
}
