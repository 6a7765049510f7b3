extension Question {
  static let missing = Question(
    "missing",
    "What is missing, and what can't be said without it?",
    takes: [],
    parts: [
      QuestionPart(
        "missing",
        "What has not been loaded",
        columns: [.store, .key("missing"), .key("consequence")],
        empty: "Nothing that a question needs.",
        sql: gaps
      )
    ]
  )

  @Sendable private static func gaps(_ asked: Asked) -> String {
    """
    with facts as (
      select s.store_id,
        exists (select from order_checks as k where k.store_id = s.store_id) as has_orders,
        (select array_agg(distinct source_system) from claim_days as d
          where d.store_id = s.store_id and d.claimed_orders > 0) as claiming,
        (select array_agg(distinct source_system) from message_performance as m
          where m.store_id = s.store_id) as measured,
        (select coalesce(sum(unverifiable_claims), 0) from claim_days as d
          where d.store_id = s.store_id) as unchecked,
        exists (select from postscript_subscribers as p where p.store_id = s.store_id) as has_list
      from stores as s where \(asked.store("s.store_id"))
    )
    select store_id as store, missing, consequence from (
      select store_id, 1 as place, 'orders of Shopify' as missing,
        'no claim can be checked' as consequence
      from facts where not has_orders
      union all
      select store_id, 2, 'claims', 'nothing is known of what platforms report'
      from facts where claiming is null
      union all
      select store_id, 3, 'claims of any platform but ' || claiming[1],
        'last touch compares ' || claiming[1] || ' with nobody'
      from facts where cardinality(claiming) = 1
      union all
      select f.store_id, 4, 'message analytics of ' || c.platform,
        'its messages, clicks and failures are unknown'
      from facts as f cross join lateral unnest(f.claiming) as c (platform)
      where c.platform <> all (coalesce(f.measured, '{}'))
      union all
      select store_id, 5, 'orders of the days of ' || unchecked || ' claims',
        'those claims are neither confirmed nor denied'
      from facts where has_orders and unchecked > 0
      union all
      select store, 6, stream || ' of ' || platform || ' for ' || min(day)
        || case when max(day) > min(day) then ' to ' || max(day) else '' end,
        'figures of those days are too low'
      from (\(stretches(asked))) as h
      where not is_covered group by store, stream, platform, stretch
      union all
      select store_id, 7, 'subscribers of Postscript', 'the growth of the list is unknown'
      from facts where not has_list
    ) as g order by store_id, place, missing
    """
  }
}
