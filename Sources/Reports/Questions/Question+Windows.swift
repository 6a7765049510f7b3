extension Question {
  /// The windows that are compared, in hours; nil is any time.
  private static let clickHours: [(name: String, hours: Int?)] = [
    ("click_1_day", 24), ("click_3_days", 72), ("click_5_days", 120), ("click_7_days", 168),
    ("click_14_days", 336), ("click_30_days", 720), ("click_any", nil),
  ]
  private static let viewHours: [(name: String, hours: Int?)] = [
    ("no views", -1), ("12 hours", 12), ("24 hours", 24), ("3 days", 72), ("7 days", 168),
    ("any time", nil),
  ]

  static let windows = Question(
    "windows",
    "What would count if the windows were others?",
    parts: [
      QuestionPart(
        "grid",
        "Revenue of the orders that would count, once each, by click window and view window",
        columns: [.store, .currency, .platform, .key("view_window")]
          + clickHours.map { .metric($0.name, .amount, is: "order_revenue") },
        empty: "No claim could stand in this period.",
        sql: grid
      )
    ],
    undated: .outsideOfPeriods,
    remarks: RecordVerdicts.remark
  )

  /// An order counts where a click of it, a view of it, or a claim without a window stands.
  ///
  /// So what the windows change is two numbers of each order: the least age of its clicks and of its
  /// views. Only of orders with claims inside of the period and outside it does each cell look for the
  /// winner, on whose day the order counts.
  @Sendable private static func grid(_ asked: Asked) -> String {
    let sums = clickHours.map { click in
      let inside = click.hours.map { "click_age <= \($0)" } ?? "click_age is not null"
      return
        "coalesce(sum(revenue) filter (where always or in_view or \(inside)), 0) as \(click.name)"
    }
    let views = viewHours.enumerated().map { place, view in
      "(\(place), '\(view.name)', \(view.hours.map(String.init) ?? "null"))"
    }
    return """
      with \(orders(asked)), kinds as (
        select store_id, currency, platform, is_all, always,
          \(bucket("click_age", clickHours)) as click_age,
          \(bucket("view_age", viewHours)) as view_age, sum(revenue) as revenue
        from orders group by 1, 2, 3, 4, 5, 6, 7
      ), views (place, name, hours) as (values \(views.joined(separator: ", "))
      ), cells as (
        select store_id, currency, platform, is_all, place, name,
          \(sums.joined(separator: ",\n          "))
        from (
          select k.*, v.*,
            k.view_age is not null and (v.hours is null or k.view_age <= v.hours) as in_view
          from kinds as k cross join views as v
        ) as cells
        group by 1, 2, 3, 4, 5, 6\(asked.hasPeriod ? divided : "")
      )
      select store_id as store, currency, platform, name as view_window,
        \(clickHours.map { "sum(\($0.name)) as \($0.name)" }.joined(separator: ", "))
      from cells
      group by store_id, currency, platform, is_all, place, name
      order by 1, 2 nulls last, is_all, 3, place
      """
  }

  /// The claims that other windows could let stand, and whether all claims to their order lie in the
  /// period.
  private static func claims(_ asked: Asked) -> String {
    // All claims to an order have its day, unless it is that of the message.
    let days =
      asked.hasPeriod
      ? "(s.revenue_date <> 'order' or \(asked.days("o.date")))" : "true"
    let isWhole =
      asked.hasPeriod
      ? "bool_or(in_period) over of_order = bool_and(in_period) over of_order" : "true"
    return """
      claims as (
        select o.store_id, o.order_key, o.source_system,
          coalesce(o.order_currency, o.currency) as currency, o.order_revenue, o.attribution_type,
          case when o.attribution_type in ('click', 'view') then case
            when o.order_at is null or a.sent_at is null then 0
            else extract(epoch from o.order_at - a.sent_at) / 3600 end end as age,
          o.touch_at, a.sent_at, o.message_id, o.order_ref,
          coalesce(\(asked.days("o.date")), false) as in_period
        from claim_outcomes as o
        join attributed_orders as a
          on a.order_ref = o.order_ref and a.message_id = o.message_id
          and a.source_system = o.source_system and a.store_id = o.store_id
        join store_settings as s on s.store_id = o.store_id
        where o.outcome not in ('withdrawn', 'unverifiable')
          and o.rejection_reasons <@ array['outside_window', 'view_only_excluded']
          and (o.status <> 'rejected'
            or o.attribution_type in ('click', 'view') and cardinality(o.rejection_reasons) > 0)
          and \(asked.store("o.store_id")) and \(days)
      ), told as (
        select *, \(isWhole) as is_whole from claims\(
          asked.hasPeriod ? " window of_order as (partition by order_key, store_id)" : "")
      )
      """
  }

  /// What the windows change of an order, for each platform and for all.
  private static func orders(_ asked: Asked) -> String {
    """
    \(claims(asked)), by_platform as (
      select store_id, order_key, source_system, currency, max(order_revenue) as revenue,
        bool_or(attribution_type not in ('click', 'view') or attribution_type is null) as always,
        min(age) filter (where attribution_type = 'click') as click_age,
        min(age) filter (where attribution_type = 'view') as view_age
      from told where is_whole and in_period group by 1, 2, 3, 4
    ), orders as (
      select store_id, currency, source_system as platform, revenue, always, click_age, view_age,
        0 as is_all
      from by_platform
      union all
      select store_id, currency, 'all platforms', max(revenue), bool_or(always), min(click_age),
        min(view_age), 1
      from by_platform group by store_id, order_key, currency
      union all
      -- So that a platform whose orders are all divided has all its lines.
      select distinct store_id, currency, p.platform, 0, false, null::numeric, null::numeric,
        p.is_all
      from told
      cross join lateral (values (source_system, 0), ('all platforms', 1)) as p (platform, is_all)
      where in_period and not is_whole
    )
    """
  }

  /// Lines of the cells of orders of which some claims lie in the period and others outside it: an
  /// order counts on the day of the claim that would win it, by the rule of `rank_claims`.
  private static var divided: String {
    let clicks = clickHours.map { "('\($0.name)', \($0.hours.map(String.init) ?? "null"))" }
    let sums = clickHours.map {
      "coalesce(sum(revenue) filter (where click_window = '\($0.name)'), 0)"
    }
    return """

      union all
      select store_id, currency, platform, is_all, place, name,
        \(sums.joined(separator: ",\n        "))
      from (
        select distinct on (
            t.order_key, t.store_id, t.currency, p.is_all, p.platform, v.place, c.click_window)
          t.store_id, t.currency, p.platform, p.is_all, v.place, v.name, c.click_window, t.in_period,
          max(t.order_revenue) over (
            partition by t.order_key, t.store_id, t.currency, p.is_all, p.platform) as revenue
        from told as t
        cross join lateral (values (t.source_system, 0), ('all platforms', 1)) as p (platform, is_all)
        cross join views as v
        cross join (values \(clicks.joined(separator: ", "))) as c (click_window, hours)
        where not t.is_whole and case t.attribution_type
          when 'click' then c.hours is null or t.age <= c.hours
          when 'view' then v.hours is null or t.age <= v.hours
          else true end
        order by t.order_key, t.store_id, t.currency, p.is_all, p.platform, v.place, c.click_window,
          t.touch_at desc nulls last,
          case t.attribution_type when 'click' then 0 when 'view' then 2 else 1 end,
          t.sent_at desc nulls last, t.source_system, t.message_id, t.order_ref
      ) as winners
      where in_period
      group by 1, 2, 3, 4, 5, 6
      """
  }

  /// The least of the bounds that an age is within, and a million beyond all of them: so that a
  /// million orders become a few hundred lines.
  private static func bucket(_ age: String, _ bounds: [(name: String, hours: Int?)]) -> String {
    let hours = bounds.compactMap(\.hours).filter { $0 > 0 }
    let cases = hours.map { "when \(age) <= \($0) then \($0)" }.joined(separator: " ")
    return "case when \(age) is null then null \(cases) else 1000000 end"
  }
}
