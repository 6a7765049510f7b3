/// The streams that are made of orders, as their SCHEMA messages describe them.
enum OrderStreams {
  static let orders = "shopify_orders"
  static let refunds = "shopify_refunds"
  /// When a record was deleted at its source, where a tap says so.
  static let deletedAt = "_sdc_deleted_at"

  /// The messages that come before the first record, without a line break.
  static let schemas: [String] = [
    schema(
      orders,
      key: "order_id",
      OrderColumn.all.map { ($0.name, $0.kind.jsonSchema) } + [
        ("line_items", #"{"type":["null","array"],"items":\#(lineItem)}"#),
        ("line_item_quantity", #"{"type":["null","integer"]}"#),
      ]
    ),
    schema(
      refunds,
      key: "refund_id",
      [
        ("refund_id", text), ("order_id", text),
        ("refunded_at", OrderColumn.ColumnKind.time.jsonSchema),
        ("amount", number), ("currency", text),
      ]
    ),
  ]

  private static let text = OrderColumn.ColumnKind.text.jsonSchema
  private static let number = OrderColumn.ColumnKind.money.jsonSchema

  private static let lineItem: String = {
    let members = LineItemMember.allCases.map { #""\#($0.rawValue)":\#($0.kind.jsonSchema)"# }
    return #"{"type":"object","properties":{\#(members.joined(separator: ","))}}"#
  }()

  private static func schema(
    _ stream: String,
    key: String,
    _ columns: [(name: String, schema: String)]
  ) -> String {
    let properties = ([("store_id", text)] + columns).map { #""\#($0.0)":\#($0.1)"# }
    return #"{"type":"SCHEMA","stream":"\#(stream)","schema":{"type":"object","properties":"#
      + #"{\#(properties.joined(separator: ","))}},"key_properties":["store_id","\#(key)"]}"#
  }
}
