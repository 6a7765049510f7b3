extension Question {
  static let timeToOrder = Question(
    "time-to-order",
    "How soon after the touch do people order?",
    parts: [quartiles, histogram]
  )

  private static let quartiles = QuestionPart(
    "quartiles",
    "Minutes from touch to order, of claims that win within their platform",
    columns: [
      .store, .platform, .channel, .orders, .plain("touch_unknown", .count),
      .metric("first_quarter", .number, is: "minutes_to_order"),
      .metric("median_minutes_to_order", .number),
      .metric("third_quarter", .number, is: "minutes_to_order"),
      .plain("within_an_hour", .share), .plain("within_a_day", .share),
    ],
    bar: "median_minutes_to_order",
    empty: "No claim stands in this period."
  ) { asked in
    """
    select store_id as store, source_system as platform, channel, count(*) as orders,
      count(*) filter (where minutes_to_order is null) as touch_unknown,
      percentile_disc(0.25) within group (order by minutes_to_order) as first_quarter,
      trim_scale(0.5 * (percentile_disc(0.5) within group (order by minutes_to_order)
        + percentile_disc(0.5) within group (order by minutes_to_order desc)))
        as median_minutes_to_order,
      percentile_disc(0.75) within group (order by minutes_to_order) as third_quarter,
      round(count(*) filter (where minutes_to_order <= 60)::numeric
        / nullif(count(minutes_to_order), 0), 4) as within_an_hour,
      round(count(*) filter (where minutes_to_order <= 1440)::numeric
        / nullif(count(minutes_to_order), 0), 4) as within_a_day
    from claim_outcomes
    where touch_rank >= 1 and \(asked.store("store_id")) and \(asked.days("date"))
    group by 1, 2, 3 order by 1, 2, 3
    """
  }

  private static let histogram = QuestionPart(
    "histogram",
    "Orders by the time that they took",
    columns: [.store, .platform, .key("up_to"), .plain("minutes", .number), .orders],
    bar: "orders",
    empty: "No claim stands in this period."
  ) { asked in
    """
    with bounds (place, up_to, minutes) as (values
      (1, '10 minutes', 10), (2, '30 minutes', 30), (3, '1 hour', 60), (4, '3 hours', 180),
      (5, '6 hours', 360), (6, '12 hours', 720), (7, '1 day', 1440), (8, '2 days', 2880),
      (9, '3 days', 4320), (10, '7 days', 10080), (11, 'longer', null), (12, 'unknown', null)
    ), claims as (
      select store_id, source_system, case when minutes_to_order is null then 12
        when minutes_to_order > 10080 then 11
        else (select min(b.place) from bounds as b where minutes_to_order <= b.minutes) end as place
      from claim_outcomes
      where touch_rank >= 1 and \(asked.store("store_id")) and \(asked.days("date"))
    ), counts as (
      select store_id, source_system, place, count(*) as orders from claims group by 1, 2, 3
    )
    select s.store_id as store, s.source_system as platform, b.up_to, b.minutes,
      coalesce(c.orders, 0) as orders
    from (select distinct store_id, source_system from counts) as s
    cross join bounds as b
    left join counts as c
      on c.store_id = s.store_id and c.source_system = s.source_system and c.place = b.place
    order by 1, 2, b.place
    """
  }
}
