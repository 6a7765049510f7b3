extension Question {
  static let timeToOrder = Question(
    "time-to-order",
    "How soon after the touch do people order?",
    parts: [quartiles, histogram],
    undated: .outsideOfPeriods
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
    with sums as (
      select store_id, source_system, channel, count(*) as orders,
        count(minutes_to_order) as known,
        percentile_disc(array[0.25, 0.5, 0.75]) within group (order by minutes_to_order) as up,
        percentile_disc(0.5) within group (order by minutes_to_order desc) as down,
        count(*) filter (where minutes_to_order <= 60) as within_an_hour,
        count(*) filter (where minutes_to_order <= 1440) as within_a_day
      from claim_outcomes
      where touch_rank >= 1 and \(asked.store("store_id")) and \(asked.days("date"))
      group by 1, 2, 3
    )
    select store_id as store, source_system as platform, channel, orders,
      orders - known as touch_unknown, up[1] as first_quarter,
      trim_scale(0.5 * (up[2] + down)) as median_minutes_to_order, up[3] as third_quarter,
      round(within_an_hour::numeric / nullif(known, 0), 4) as within_an_hour,
      round(within_a_day::numeric / nullif(known, 0), 4) as within_a_day
    from sums order by 1, 2, 3
    """
  }

  private static let bounds: [(name: String, minutes: Int)] = [
    ("10 minutes", 10), ("30 minutes", 30), ("1 hour", 60), ("3 hours", 180), ("6 hours", 360),
    ("12 hours", 720), ("1 day", 1440), ("2 days", 2880), ("3 days", 4320), ("7 days", 10080),
  ]

  private static let histogram = QuestionPart(
    "histogram",
    "Orders by the time that they took",
    columns: [.store, .platform, .key("up_to"), .plain("minutes", .number), .orders],
    bar: "orders",
    empty: "No claim stands in this period."
  ) { asked in
    let places = bounds.enumerated().map { (number: $0 + 1, bound: $1) }
    let rows =
      places.map { "(\($0.number), '\($0.bound.name)', \($0.bound.minutes))" }
      + ["(\(bounds.count + 1), 'longer', null)", "(\(bounds.count + 2), 'unknown', null)"]
    let cases = places.map { "when minutes_to_order <= \($0.bound.minutes) then \($0.number)" }
    return """
      with bounds (place, up_to, minutes) as (values \(rows.joined(separator: ", "))
      ), claims as (
        select store_id, source_system,
          case when minutes_to_order is null then \(bounds.count + 2) \(cases.joined(separator: " "))
            else \(bounds.count + 1) end as place
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
