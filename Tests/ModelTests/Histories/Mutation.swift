import TestSupport
import Testing

/// A wrong rule: a definition of the warehouse in which a text is replaced.
struct Mutation: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The file beneath `Sources/Warehouse/Definitions`.
  let file: String
  let right: String
  let wrong: String

  init(_ description: String, _ file: String, _ right: String, _ wrong: String) {
    testDescription = description
    (self.file, self.right, self.wrong) = (file, right, wrong)
  }

  /// The wrong definition.
  func mutated(schema: String) throws -> String {
    let path = BuiltProducts.checkout + "/Sources/Warehouse/Definitions/\(file).sql"
    let text = try readText(path)
    let parts = text.components(of: right)
    try #require(parts.count == 2, "\(file) has \(parts.count - 1) times: \(right)")
    return (parts[0] + wrong + parts[1]).components(of: "@schema@").joined(separator: schema)
  }

  static let all = figures + identities

  /// Wrong rules of orders, claims and figures.
  private static let figures = [
    Mutation(
      "a reason is dropped",
      "views/order_check_facts",
      "when known.status = 'refunded' or known.paid_back then 'order_refunded' end",
      "when false then 'order_refunded' end"
    ),
    Mutation(
      "exactly at the window is outside",
      "views/claim_candidates",
      "timing.order_at - a.sent_at > t.attribution_window",
      "timing.order_at - a.sent_at >= t.attribution_window"
    ),
    Mutation(
      "a touch at the order comes after it",
      "views/claim_candidates",
      "greatest(timing.touch_at, a.sent_at) > timing.order_at",
      "greatest(timing.touch_at, a.sent_at) >= timing.order_at"
    ),
    Mutation(
      "a name of several orders stands for the first of them",
      "views/claim_candidates",
      "case when count(*) = 1 then min(o.order_id)",
      "case when count(*) >= 1 then min(o.order_id)"
    ),
    Mutation(
      "the platform's currency comes before the order's",
      "views/claim_candidates",
      "coalesce(claim.currency, found.currency, s.default_currencies ->> a.source_system)",
      "coalesce(claim.currency, s.default_currencies ->> a.source_system, found.currency)"
    ),
    Mutation(
      "a click wins over a later touch",
      "functions/rank_claims",
      "order by stands and not is_gone desc, is_gone, touch_at desc nulls last, action_rank,",
      "order by stands and not is_gone desc, is_gone, action_rank, touch_at desc nulls last,"
    ),
    Mutation(
      "of equal touches the message decides before the platform",
      "functions/rank_claims",
      "sent_at desc nulls last, source_system, message_id)",
      "sent_at desc nulls last, message_id, source_system)"
    ),
    Mutation(
      "a day that is covered in part withdraws as a whole one",
      "functions/rank_claims",
      "false as is_told_again, coalesce(snapshot_at > coalesce(seen_at, '-infinity'), false)",
      "false as is_told_again, coalesce(complete_at > coalesce(seen_at, '-infinity'), false)"
    ),
    Mutation(
      "an export that is not complete proves that an order is missing",
      "functions/refresh_coverage",
      "case when not coalesce(range_agg(s.stretch * d.instants) filter (where s.is_complete) @> d.instants, false)",
      "case when not coalesce(range_agg(s.stretch * d.instants) @> d.instants, false)"
    ),
    Mutation(
      "every day has 24 hours",
      "functions/refresh_coverage",
      "(d.day + interval '1 day') at time zone c.reporting_timezone) as instants",
      "d.day at time zone c.reporting_timezone + interval '24 hours') as instants"
    ),
    Mutation(
      "analytics and claims both report an order",
      "functions/join_daily_claims",
      "when p.granularity = 'total' or a.day_orders or a.total_orders then null",
      "when p.granularity = 'total' then null"
    ),
    Mutation(
      "who tells of a claim is asked for the day of its message",
      "functions/note_order_days",
      "coalesce(c.order_day, (c.order_at at time zone s.reporting_timezone)::date, c.date) as day",
      "c.date as day"
    ),
    Mutation(
      "two columns are swapped",
      "functions/join_daily_claims",
      "then p.list_subscribes end",
      "then p.list_unsubscribes end"
    ),
    Mutation(
      "a message's total is added to its days",
      "views/message_rows",
      "r.granularity = 'total' or not coalesce(r.date <@ r.receives_totals, false) as receives_count",
      "true as receives_count"
    ),
    Mutation(
      "an older observation takes a column back",
      "functions/fused_stamps",
      "coalesce(other_stamp > result -> names[i], true)",
      "coalesce(other_stamp < result -> names[i], true)"
    ),
    Mutation(
      "an order of unknown time is somebody's latest",
      "functions/sequence_orders",
      "order_at is not null and count(*) over customer = row_number() over so_far as is_latest",
      "count(*) over customer = row_number() over so_far as is_latest"
    ),
  ]

  /// Wrong rules of which message is which.
  private static let identities = [
    Mutation(
      "of several messages of a name one is taken for that without an id",
      "views/message_identities",
      "made_up = 1 and own = 1 and agree",
      "made_up >= 1 and own >= 1 and agree"
    ),
    Mutation(
      "sends of two days are one message",
      "views/message_identities",
      "(without_day > 0 or made_up_of_day = own_of_day)",
      "true"
    ),
    Mutation(
      "of a figure under two ids the earlier observation stands",
      "views/merged_message_rows",
      "order by is_known desc, observed_at desc,",
      "order by is_known desc, observed_at,"
    ),
    Mutation(
      "claims count beside a total that their message has under another id",
      "views/merged_message_rows",
      "t.date between t.total_from and t.total_until",
      "false"
    ),
    Mutation(
      "claims count where figures under another id say that there were none",
      "views/merged_message_rows",
      "then v.tells_orders else v.tells_revenue end",
      "then false else false end"
    ),
  ]
}

extension String {
  /// The parts between the places of another text.
  fileprivate func components(of text: String) -> [String] {
    split(separator: text, omittingEmptySubsequences: false).map(String.init)
  }
}
