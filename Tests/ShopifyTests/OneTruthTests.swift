import TestSupport
import Testing

/// The same orders, whether they come as the shop's export or from its API in either shape.
@Suite("Orders of an export and of the API")
struct OneTruthTests {
  private static let export = """
    Name,Id,Created at,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Refunded Amount,\
    Email,Phone,Discount Code,Tags,Source,Cancelled at,Shipping City,Shipping Province,Shipping Country,\
    Shipping Zip,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Note Attributes
    #1,5001,2026-01-05 12:00:00 +0100,paid,EUR,40.00,5.00,0.00,45.00,10.00,0.00,\
    a@example.com,+4915112345678,SPRING,"vip, eu",web,,Berlin,BE,DE,10115,2,Mug,25.00,M-1,"utm_source: postscript
    utm_campaign: Spring"
    #2,5002,2026-01-06 12:00:00 +0100,partially_refunded,EUR,100.00,0.00,0.00,100.00,0.00,20.30,\
    b@example.com,,,Subscription Recurring Order,web,,Paris,,FR,75001,1,Plate,100.00,P-1,
    #3,5003,2026-01-07 12:00:00 +0100,refunded,USD,9.99,0.00,0.00,9.99,0.00,9.99,\
    c@example.com,,,,web,2026-01-08 09:00:00 +0100,Austin,TX,US,78701,1,Spoon,9.99,S-1,gift: yes

    """

  private static let rest = [
    #"""
    {"id":5001,"name":"#1","created_at":"2026-01-05T12:00:00+01:00","financial_status":"paid",
    "currency":"EUR","subtotal_price":"40.00","total_tax":"0.00","total_price":"45.00","total_discounts":"10.00",
    "total_shipping_price_set":{"shop_money":{"amount":"5.00"}},"refunds":[],"email":"a@example.com",
    "phone":"+4915112345678","discount_codes":[{"code":"SPRING"}],"tags":"vip, eu","source_name":"web",
    "cancelled_at":null,"shipping_address":{"city":"Berlin","province_code":"BE","country_code":"DE","zip":"10115"},
    "line_items":[{"sku":"M-1","name":"Mug","quantity":2,"price":"25.00"}],
    "note_attributes":[{"name":"utm_source","value":"postscript"},{"name":"utm_campaign","value":"Spring"}]}
    """#,
    #"""
    {"id":5002,"name":"#2","created_at":"2026-01-06T12:00:00+01:00","financial_status":"partially_refunded",
    "currency":"EUR","subtotal_price":"100.00","total_tax":"0.00","total_price":"100.00","total_discounts":"0.00",
    "total_shipping_price_set":{"shop_money":{"amount":"0.00"}},"refunds":[{"id":1,"created_at":
    "2026-01-09T00:00:00Z","transactions":[{"kind":"refund","status":"success","amount":"20.00"},
    {"kind":"refund","status":"failure","amount":"80.00"}]},{"id":2,"created_at":"2026-01-10T00:00:00Z",
    "transactions":[{"kind":"refund","status":"success","amount":"0.30"}]}],"email":"b@example.com","phone":null,
    "discount_codes":[],"tags":"Subscription Recurring Order","source_name":"web","cancelled_at":null,
    "shipping_address":{"city":"Paris","province_code":null,"country_code":"FR","zip":"75001"},
    "line_items":[{"sku":"P-1","name":"Plate","quantity":1,"price":"100.00"}],"note_attributes":[]}
    """#,
    #"""
    {"id":5003,"name":"#3","created_at":"2026-01-07T12:00:00+01:00","financial_status":"refunded",
    "currency":"USD","subtotal_price":"9.99","total_tax":"0.00","total_price":"9.99","total_discounts":"0.00",
    "total_shipping_price_set":{"shop_money":{"amount":"0.00"}},"refunds":[{"id":3,"created_at":
    "2026-01-08T08:00:00Z","transactions":[{"kind":"refund","status":"success","amount":"9.99"}]}],
    "email":"c@example.com","phone":"","discount_codes":[],"tags":"","source_name":"web",
    "cancelled_at":"2026-01-08T09:00:00+01:00","shipping_address":
    {"city":"Austin","province_code":"TX","country_code":"US","zip":"78701"},
    "line_items":[{"sku":"S-1","name":"Spoon","quantity":1,"price":"9.99"}],
    "note_attributes":[{"name":"gift","value":"yes"}]}
    """#,
  ]

  private static let graphQL = [
    #"""
    {"id":"gid://shopify/Order/5001","name":"#1","createdAt":"2026-01-05T11:00:00Z","displayFinancialStatus":"PAID",
    "currencyCode":"EUR","subtotalPriceSet":{"shopMoney":{"amount":40.0}},"totalTaxSet":{"shopMoney":{"amount":0.0}},
    "totalPriceSet":{"shopMoney":{"amount":45.0},"presentmentMoney":{"amount":51.3}},
    "totalDiscountsSet":{"shopMoney":{"amount":10.0}},"totalShippingPriceSet":{"shopMoney":{"amount":5.0}},
    "totalRefundedSet":{"shopMoney":{"amount":0.0}},"email":"a@example.com","phone":"+4915112345678",
    "discountCodes":["SPRING"],"tags":["vip","eu"],"sourceName":"web","cancelledAt":null,
    "shippingAddress":{"city":"Berlin","provinceCode":"BE","countryCodeV2":"DE","zip":"10115"},
    "lineItems":[{"sku":"M-1","name":"Mug","quantity":2,"originalUnitPriceSet":{"shopMoney":{"amount":25.0}}}],
    "customAttributes":[{"key":"utm_source","value":"postscript"},{"key":"utm_campaign","value":"Spring"}]}
    """#,
    #"""
    {"id":"gid://shopify/Order/5002","name":"#2","createdAt":"2026-01-06T11:00:00Z",
    "displayFinancialStatus":"PARTIALLY_REFUNDED","currencyCode":"EUR",
    "subtotalPriceSet":{"shopMoney":{"amount":100}},"totalTaxSet":{"shopMoney":{"amount":0.0}},
    "totalPriceSet":{"shopMoney":{"amount":"100.0"}},"totalDiscountsSet":{"shopMoney":{"amount":0.0}},
    "totalShippingPriceSet":{"shopMoney":{"amount":0.0}},"totalRefundedSet":{"shopMoney":{"amount":20.3}},
    "email":"b@example.com","phone":null,"discountCodes":[],"tags":["Subscription Recurring Order"],
    "sourceName":"web","cancelledAt":null,
    "shippingAddress":{"city":"Paris","provinceCode":null,"countryCodeV2":"FR","zip":"75001"},
    "lineItems":{"nodes":[{"sku":"P-1","name":"Plate","quantity":1,
    "originalUnitPriceSet":{"shopMoney":{"amount":100.0}}}]},"customAttributes":[]}
    """#,
    #"""
    {"id":"gid://shopify/Order/5003","name":"#3","createdAt":"2026-01-07T11:00:00Z",
    "displayFinancialStatus":"REFUNDED","currencyCode":"USD","subtotalPriceSet":{"shopMoney":{"amount":9.99}},
    "totalTaxSet":{"shopMoney":{"amount":0.0}},"totalPriceSet":{"shopMoney":{"amount":9.99}},
    "totalDiscountsSet":{"shopMoney":{"amount":0.0}},"totalShippingPriceSet":{"shopMoney":{"amount":0.0}},
    "totalRefundedSet":{"shopMoney":{"amount":9.99}},"email":"c@example.com","phone":null,"discountCodes":[],
    "tags":[],"sourceName":"web","cancelledAt":"2026-01-08T08:00:00Z",
    "shippingAddress":{"city":"Austin","provinceCode":"TX","countryCodeV2":"US","zip":"78701"},
    "lineItems":{"edges":[{"node":{"sku":"S-1","name":"Spoon","quantity":1,
    "originalUnitPriceSet":{"shopMoney":{"amount":9.99}}}}]},
    "customAttributes":[{"key":"gift","value":"yes"}]}
    """#,
  ]

  private static let claims = """
    source_system,order_id,message_id,order_at,claimed_revenue,currency,attribution_type,sent_at
    postscript,5001,m1,2026-01-05T11:00:00Z,45.00,EUR,click,2026-01-05T09:00:00Z
    postscript,5002,m2,2026-01-06T11:00:00Z,100.00,EUR,click,2026-01-06T09:00:00Z
    postscript,5003,m3,2026-01-07T11:00:00Z,9.99,USD,click,2026-01-07T09:00:00Z
    postscript,5009,m3,2026-01-06T11:00:00Z,5.00,USD,click,2026-01-06T09:00:00Z

    """

  /// What the warehouse says once the orders and the claims to them are loaded, without the time of
  /// the load.
  private func warehouse(_ prepare: (Workspace) throws -> String) throws -> [String] {
    try withDatabase { work, database in
      try work.write("claims.csv", Self.claims)
      let orders = try prepare(work)
      let script = """
        set -e
        \(orders) >orders
        load-postgres <orders
        extract-csv --profile attributed-orders claims.csv >claims
        load-postgres <claims
        """
      try work.run(.shell(script).with(environment: database.environment)).orThrow()
      // 45.0 and 45.00 are one amount.
      let zeros = /(\.\d*?)0+(?=[,}|]|$)/
      return try database.rows(
        """
        select to_jsonb(o) - array['order_number'] from sms.order_checks as o order by o.order_id;
        select to_jsonb(o) - array['order_number', 'sm_order_key'] from sms.obt_orders as o order by o.order_id;
        select order_id, discount_codes, note_attributes, landing_site from sms.shopify_orders order by 1;
        select order_ref, outcome, rejection_reasons, validated_revenue from sms.claim_outcomes order by 1;
        """
      ).map { row in
        row.replacing(zeros) { $0.1 }.replacing(/(\d)\.(?=[,}|]|$)/) { $0.1 }
      }
    }
  }

  private static func input(_ orders: [String]) -> String {
    orders.map { order in
      let record = order.split(separator: "\n").joined()
      return #"{"type":"RECORD","stream":"orders","record":\#(record)}"# + "\n"
    }.joined() + #"{"type":"STATE","value":{"bookmarks":{}}}"# + "\n"
  }

  @Test("make the same warehouse", arguments: [rest, graphQL])
  func sameWarehouse(orders: [String]) throws {
    let covers = "--covers 2026-01-01..2026-02-01"
    let exported = try warehouse { work in
      try work.write("orders.csv", Self.export)
      return "extract-csv --profile shopify-orders \(covers) orders.csv"
    }
    let pulled = try warehouse { work in
      try work.write("in", Self.input(orders))
      return "transform-orders \(covers) <in"
    }
    #expect(exported.count == 13)
    #expect(
      exported.suffix(4).map { $0.split(separator: "|")[1] } == [
        "last_touch", "rejected", "rejected", "rejected",
      ]
    )
    for (one, other) in zip(exported, pulled) { #expect(one == other) }
    #expect(exported.count == pulled.count)
  }

  @Test("have whole numbers for ids, however a program writes them")
  func wholeIDs() throws {
    let orders = ["5001.0", "5001.00", "5001.5", "5.0e3", "-5001"].map { id in
      Self.rest[0].replacing("5001", with: id)
    }
    try withWorkspace { work in
      try work.write("in", Self.input(orders))
      let outcome = try work.run(
        .built("transform-orders", "--bare", "--rejects", "rejects"),
        input: .file("in")
      ).orThrow()
      #expect(outcome.lines.count == 2, "\(outcome)")
      #expect(outcome.lines.allSatisfy { $0.contains(#""order_id":"5001","#) }, "\(outcome)")
      let rejects = try work.read("rejects").split(separator: "\n")
      #expect(rejects.count == 3)
      #expect(rejects.allSatisfy { $0.contains(#""code":"invalid_identifier""#) }, "\(rejects)")
    }
  }

  @Test("have the same SCHEMA")
  func schema() throws {
    try withWorkspace { work in
      try work.write("orders.csv", Self.export)
      try work.write("in", Self.input(Self.rest))
      let csv = try work.run(
        .built("extract-csv", "--profile", "shopify-orders", "orders.csv")
      ).orThrow()
      let api = try work.run(.built("transform-orders"), input: .file("in")).orThrow()
      // Which parameters a visit had, only the API says.
      let text = #"{"type":["null","string"]}"#
      let members = ["source", "medium", "campaign", "content", "term"]
        .map { #""\#($0)":\#(text)"# }.joined(separator: ",")
      let parameters =
        #""utm_parameters":{"type":["null","object"],"properties":{\#(members)}},"#
      #expect(api.lines[0].contains(parameters))
      #expect(csv.lines[0] == api.lines[0].replacing(parameters, with: ""))
    }
  }
}
