/// Exports that tell of one thing twice, or of a part of it: another stream, another name, other
/// columns, a month that is not over.
extension Story {
  private static func message(_ stream: String, _ fields: String, at time: String) -> String {
    #"{"type":"RECORD","stream":"\#(stream)","time_extracted":"\#(time)T00:00:00Z","record":{"#
      + #""store_id":"default",\#(fields)}}"#
  }

  private static func order(
    _ id: String,
    _ name: String,
    _ total: String,
    _ more: String = #""financial_status":"paid","total_refunded":0"#,
    at time: String
  ) -> Act {
    .messages(
      message(
        "shopify_orders",
        #""order_id":"\#(id)","order_name":"\#(name)","processed_at":"2026-01-05T20:00:00Z","#
          + #""currency":"USD","total_price":\#(total),\#(more)"#,
        at: time
      )
    )
  }

  private static func claim(
    _ order: String,
    _ name: String = "m1",
    on day: String = "2026-01-05",
    amount: String = "80.00",
    at time: String
  ) -> String {
    message(
      "attributed_orders",
      #""source_system":"postscript",\#(order),"message_id":"\#(name)","message_name":"Hello","#
        + #""message_type":"flow","campaign_id":"F1","order_at":"\#(day)T20:00:00Z","#
        + #""sent_at":"\#(day)T19:00:00Z","claimed_revenue":\#(amount),"currency":"USD","#
        + #""channel":"sms","attribution_type":"click""#,
      at: time
    )
  }

  private static func covers(_ from: String, _ until: String, at time: String) -> String {
    #"{"type":"STATE","value":{"bookmarks":{"attributed_orders":{"covers":[{"store_id":"default","#
      + #""source_system":"postscript","from":"\#(from)","until":"\#(until)","#
      + #""observed_at":"\#(time)T00:00:00Z","complete":true}]}}}}"#
  }

  private static func analytics(
    _ columns: String,
    _ cells: String,
    asOf day: String,
    _ arguments: String...
  ) -> Act {
    .analytics(
      "message_id,message_name,message_type,channel,\(columns)\n"
        + cells.split(separator: "\n").map { "m1,Hello,flow,sms,\($0)\n" }.joined(),
      [
        "--profile", "message-performance", "--source-system", "postscript", "--as-of", day,
      ] + arguments
    )
  }

  private static let figures =
    "select sum(reported_orders), sum(reported), sum(sends), sum(bounces) from message_totals"

  private static let verdict =
    "select order_key, message_id, outcome, outcome_reason, counted_revenue from claim_outcomes "
    + "order by order_key, message_id, order_ref"

  static let overlaps = refundsAndNames + totals

  private static let refundsAndNames: [Story] = [
    Story(
      "a refund of its own stream is taken off an order that says nothing of refunds",
      [
        order("1", "#1", "80.00", #""financial_status":"paid""#, at: "2026-01-06"),
        .messages(claim(#""order_id":"1""#, at: "2026-02-01")),
        .messages(
          message(
            "shopify_refunds",
            #""refund_id":"7","order_id":"1","amount":30.00,"currency":"USD""#,
            at: "2026-01-20"
          )
        ),
        order("1", "#1", "80.00", #""financial_status":"partially_refunded""#, at: "2026-01-21"),
      ],
      "select counted_revenue, order_total_refunds from claim_outcomes join obt_orders "
        + "on order_id = order_key",
      "50.00|-30.00"
    ),
    Story(
      "a refund that turns out to be of another order is taken off that one alone",
      [
        order("1", "#1", "80.00", #""financial_status":"paid""#, at: "2026-01-06"),
        order("2", "#2", "50.00", #""financial_status":"paid""#, at: "2026-01-06"),
        .messages(
          message(
            "shopify_refunds",
            #""refund_id":"7","order_id":"1","amount":30.00,"currency":"USD""#,
            at: "2026-01-20"
          )
        ),
        .messages(
          message(
            "shopify_refunds",
            #""refund_id":"7","order_id":"2","amount":30.00,"currency":"USD""#,
            at: "2026-01-21"
          )
        ),
      ],
      "select order_id, order_policy_revenue from obt_orders order by 1",
      "1|80.00",
      "2|20.00"
    ),
    Story(
      "refunds of another currency or without an amount leave unknown what was paid back",
      [
        order("1", "#1", "100.00", #""financial_status":"paid""#, at: "2026-01-06"),
        order("2", "#2", "100.00", #""financial_status":"paid""#, at: "2026-01-06"),
        order("3", "#3", "100.00", #""financial_status":"paid""#, at: "2026-01-06"),
        .messages(
          [
            ("1", "1", "30.00", "USD"), ("2", "1", "20.00", "CAD"), ("3", "2", "10.00", "USD"),
            ("4", "2", "null", "USD"), ("5", "3", "10.00", "usd"),
          ].map { id, order, amount, currency in
            message(
              "shopify_refunds",
              #""refund_id":"\#(id)","order_id":"\#(order)","amount":\#(amount),"#
                + #""currency":"\#(currency)""#,
              at: "2026-01-20"
            )
          }.joined(separator: "\n")
        ),
      ],
      "select order_id, order_policy_revenue from obt_orders order by 1",
      "1|NULL",
      "2|NULL",
      "3|90.00"
    ),
    Story(
      "of what an order and its refunds say was paid back, the larger holds",
      [
        order(
          "1",
          "#1",
          "80.00",
          #""financial_status":"partially_refunded","total_refunded":45.00"#,
          at: "2026-01-06"
        ),
        .messages(
          [("7", "30.00"), ("8", "10.00")].map { id, amount in
            message(
              "shopify_refunds",
              #""refund_id":"\#(id)","order_id":"1","amount":\#(amount),"currency":"USD""#,
              at: "2026-01-20"
            )
          }.joined(separator: "\n")
        ),
        .messages(claim(#""order_id":"1""#, at: "2026-02-01")),
      ],
      "select counted_revenue, order_total_refunds from claim_outcomes join obt_orders "
        + "on order_id = order_key",
      "35.00|-45.00"
    ),
    Story(
      "an order whose status says that it was refunded has nothing left",
      [
        order("1", "#1", "80.00", at: "2026-01-06"),
        order("1", "#1", "80.00", #""financial_status":"refunded""#, at: "2026-01-07"),
      ],
      "select order_total_refunds, order_policy_revenue from obt_orders",
      "-80.00|0.00"
    ),
    Story(
      "a claim goes to the order of its id, also where that comes behind one of its name",
      [
        order("9002", "#1", "20.00", at: "2026-01-06"),
        .messages(claim(##""order_id":"9001","order_name":"#1""##, at: "2026-02-01")),
        order("9001", "EU1", "80.00", at: "2026-01-06"),
      ],
      verdict,
      "9001|m1|last_touch|NULL|80.00"
    ),
    Story(
      "a claim that is told by the order's name and by its id is one claim",
      [
        order("1", "#1", "80.00", at: "2026-01-06"),
        .messages(claim(##""order_name":"#1""##, at: "2026-02-01")),
        .messages(claim(##""order_id":"1","order_name":"#1""##, at: "2026-02-02")),
      ],
      verdict
        + "; select claims, reported, validated from revenue_summary where platform = 'postscript'",
      "1|m1|last_touch|NULL|80.00",
      "1|m1|withdrawn|told_again|NULL",
      "1|80.00|80.00"
    ),
    Story(
      "an export that ends within a day does not withdraw what comes later on that day",
      [
        order("1", "#1", "80.00", at: "2026-01-06"),
        .messages(claim(#""order_id":"1""#, "mA", at: "2026-02-01")),
        .messages(covers("2026-01-01", "2026-01-05T15:00:00Z", at: "2026-02-10")),
        .messages(
          claim(#""order_id":"1""#, "mB", at: "2026-02-12").replacing("T19:00", with: "T18:00")
        ),
      ],
      verdict,
      "1|mA|last_touch|NULL|80.00",
      "1|mB|superseded|other_message_wins|NULL"
    ),
  ]

  private static let totals: [Story] = [
    Story(
      "a month that was exported before it was over ends with the day of the export",
      [
        analytics(
          "date,last_date,granularity,currency,platform_reported_orders,"
            + "platform_reported_order_revenue",
          "2026-01-01,2026-01-31,total,USD,2,50.00",
          asOf: "2026-01-10"
        ),
        .messages(
          claim(#""order_id":"1""#, amount: "50.00", at: "2026-02-01") + "\n"
            + claim(#""order_id":"2""#, on: "2026-01-20", amount: "70.00", at: "2026-02-01")
        ),
      ],
      figures,
      "3|120.00|NULL|NULL"
    ),
    Story(
      "a total that knows other figures takes none away",
      [
        analytics(
          "date,granularity,currency,sms_unique_sends,message_unique_bounces,"
            + "platform_reported_orders,platform_reported_order_revenue",
          "2026-01-03,day,USD,100,4,5,100.00\n2026-01-04,day,USD,100,6,3,60.00",
          asOf: "2026-02-01"
        ),
        analytics(
          "date,granularity,message_unique_clicks",
          "2026-01-01,total,20",
          asOf: "2026-02-02"
        ),
      ],
      figures + "; select sum(unique_clicks) from message_totals",
      "8|160.00|200|10",
      "20"
    ),
    Story(
      "a total without revenue does not stand for the revenue of later days",
      [
        analytics(
          "date,granularity,currency,sms_unique_sends,platform_reported_orders,"
            + "platform_reported_order_revenue",
          "2026-01-01,total,USD,100,2,50.00",
          asOf: "2026-02-01"
        ),
        .messages(claim(#""order_id":"1""#, on: "2026-02-10", amount: "70.00", at: "2026-03-01")),
        analytics("date,granularity,sms_unique_sends", "2026-01-01,total,300", asOf: "2026-03-01"),
      ],
      figures,
      "3|120.00|300|NULL"
    ),
    Story(
      "a total to date and one of a range that begin on one day both count, in their own figures",
      [
        analytics(
          "date,last_date,granularity,sms_unique_sends",
          "2026-01-01,2026-01-31,total,100",
          asOf: "2026-02-01"
        ),
        analytics(
          "date,granularity,currency,platform_reported_orders,platform_reported_order_revenue",
          "2026-01-01,total,USD,2,50.00",
          asOf: "2026-02-01"
        ),
      ],
      "select total_kind, covers_until, sms_unique_sends, analytics_orders "
        + "from rpt_outbound_message_performance_summary_daily order by 1",
      "range|2026-01-31|100|NULL",
      "to_date|2026-02-01|NULL|2"
    ),
    Story(
      "the first half of a month takes nothing from the month, also where it was exported later",
      [
        analytics(
          "date,last_date,granularity,sms_unique_sends,platform_reported_orders",
          "2026-01-01,2026-01-31,total,100,9",
          asOf: "2026-02-01"
        ),
        analytics(
          "date,last_date,granularity,platform_reported_orders",
          "2026-01-01,2026-01-15,total,4",
          asOf: "2026-02-02"
        ),
        analytics(
          "date,last_date,granularity,message_unique_clicks",
          "2026-01-01,2026-01-10,total,7",
          asOf: "2026-02-03"
        ),
      ],
      "select range_until, sms_unique_sends, message_unique_clicks, analytics_orders "
        + "from rpt_outbound_message_performance_summary_daily order by 1",
      "2026-01-10|NULL|7|NULL",
      "2026-01-31|100|NULL|9"
    ),
    Story(
      "an export without a column of orders does not say that there were none",
      [
        analytics(
          "date,granularity,currency,sms_unique_sends,platform_reported_orders,"
            + "platform_reported_order_revenue",
          "2026-01-03,day,USD,200,2,50.00",
          asOf: "2026-02-01",
          "--covers",
          "2026-01-01..2026-01-05"
        ),
        .messages(claim(#""order_id":"1""#, on: "2026-01-07", amount: "70.00", at: "2026-02-01")),
        analytics(
          "date,granularity,currency,sms_unique_sends",
          "2026-01-10,day,USD,300",
          asOf: "2026-02-02",
          "--covers",
          "2026-01-05..2026-01-12"
        ),
      ],
      figures + "; select reported_orders from message_rows where date = '2026-01-10'",
      "3|120.00|500|NULL",
      "NULL"
    ),
    Story(
      "an export with a column of orders says it, where it has none of a day",
      [
        analytics(
          "date,granularity,currency,sms_unique_sends,platform_reported_orders,"
            + "platform_reported_order_revenue",
          "2026-01-03,day,USD,200,2,50.00",
          asOf: "2026-02-01",
          "--covers",
          "2026-01-01..2026-01-12"
        ),
        .messages(claim(#""order_id":"1""#, on: "2026-01-07", amount: "70.00", at: "2026-02-01")),
      ],
      figures,
      "2|50.00|200|NULL"
    ),
    Story(
      "a figure of a total ends with the export that told it, whatever a later one tells",
      [
        analytics("date,granularity,sms_unique_sends", "2026-01-01,total,100", asOf: "2026-01-03"),
        analytics(
          "date,granularity,currency,platform_reported_orders,platform_reported_order_revenue",
          "2026-01-01,total,USD,2,50.00",
          asOf: "2026-01-10"
        ),
        analytics("date,granularity,sms_unique_sends", "2026-01-05,day,7", asOf: "2026-01-11"),
      ],
      figures,
      "2|50.00|107|NULL"
    ),
    Story(
      "a total with clicks alone takes no cost from another",
      [
        analytics(
          "date,last_date,granularity,currency,cost,list_unsubscribes",
          "2026-01-01,2026-01-31,total,USD,12.50,9",
          asOf: "2026-02-01"
        ),
        analytics(
          "date,granularity,message_unique_clicks",
          "2026-01-01,total,20",
          asOf: "2026-02-02"
        ),
      ],
      "select sum(cost), sum(list_unsubscribes), sum(message_unique_clicks) "
        + "from rpt_outbound_message_performance_summary_daily",
      "12.50|9|20"
    ),
    Story(
      "what figures of a day do not know is not 0",
      [
        analytics(
          "date,granularity,currency,platform_reported_orders,platform_reported_order_revenue",
          "2026-01-03,day,USD,2,20.00\n2026-01-06,day,USD,,50.00",
          asOf: "2026-02-01",
          "--covers",
          "2026-01-01..2026-01-12"
        )
      ],
      "select date, reported_orders, reported from message_rows order by 1",
      "2026-01-03|2|20.00",
      "2026-01-06|NULL|50.00"
    ),
  ]
}
