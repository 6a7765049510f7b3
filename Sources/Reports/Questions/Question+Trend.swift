extension Question {
  static let trend = Question(
    "trend",
    "How does revenue go, as reported and as it counts?",
    takes: [.period, .step],
    parts: [
      QuestionPart(
        "series",
        "By platform; days without a complete export of its claims are unknown, not 0",
        columns: [
          .store, .currency, .platform, .key("since", .day), .lastTouch, .validated, .reported,
          .claims, .plain("days", .count), .metric("days_covered", .count),
        ],
        bar: "last_touch",
        empty: "No claims in this period.",
        sql: series
      )
    ],
    undated: .nowhere
  )

  /// A step without claims of a currency is 0 where complete exports cover a day of it, else unknown.
  @Sendable private static func series(_ asked: Asked) -> String {
    """
    with sums as (
      select store_id, nullif(currency, '') as currency, source_system,
        \(asked.step(of: "date", else: .week)) as since, \(claimSums)
      from claim_days
      where date < 'infinity'
        and \(asked.store("store_id")) and \(asked.days("date"))
      group by 1, 2, 3, 4
    ), days as (
      select store, platform, \(asked.step(of: "day", else: .week)) as since,
        count(*) filter (where has_complete) as days_covered
      from coverage_calendar
      where stream = 'attributed_orders' and \(asked.store("store")) and \(asked.days("day"))
      group by 1, 2, 3
    ), steps as (
      select k.store_id, k.currency, k.source_system, d.since
      from (select distinct store_id, currency, source_system from sums) as k
      join days as d on d.store = k.store_id and d.platform = k.source_system
      union select store_id, currency, source_system, since from sums
    )
    select p.store_id as store, p.currency, p.source_system as platform, p.since,
      coalesce(s.last_touch, z.nothing) as last_touch, coalesce(s.validated, z.nothing) as validated,
      coalesce(s.reported, z.nothing) as reported, coalesce(s.claims, z.nothing) as claims,
      (p.since + interval '1 \((asked.step ?? .week).rawValue)')::date - p.since as days,
      coalesce(d.days_covered, 0) as days_covered
    from steps as p
    left join sums as s
      on s.store_id = p.store_id and s.currency is not distinct from p.currency
      and s.source_system = p.source_system and s.since = p.since
    left join days as d
      on d.store = p.store_id and d.platform = p.source_system and d.since = p.since
    cross join lateral (
      select case when s.since is null and d.days_covered > 0 then 0 end as nothing) as z
    order by 1, 2 nulls last, 3, 4
    """
  }
}
