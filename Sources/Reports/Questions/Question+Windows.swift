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
    undated: .outsideOfPeriods
  )

  /// An order counts where a click of it, a view of it, or a claim without a window stands.
  ///
  /// So what
  /// the windows change is two numbers of each order: the least age of its clicks and of its views.
  @Sendable private static func grid(_ asked: Asked) -> String {
    let columns = clickHours.map { click in
      let inside = click.hours.map { "click_age <= \($0)" } ?? "click_age is not null"
      return """
        coalesce(sum(revenue) filter (where always or \(inside) or in_view), 0) as \(click.name)
        """
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
      ), views (place, name, hours) as (values \(views.joined(separator: ", ")))
      select store_id as store, currency, platform, name as view_window,
        \(columns.joined(separator: ",\n        "))
      from (
        select k.*, v.*,
          k.view_age is not null and (v.hours is null or k.view_age <= v.hours) as in_view
        from kinds as k cross join views as v
      ) as cells
      group by store_id, currency, platform, is_all, place, name
      order by 1, 2 nulls last, is_all, 3, place
      """
  }

  /// What the windows change of an order, for each platform and for all.
  private static func orders(_ asked: Asked) -> String {
    """
    claims as (
      select store_id, order_key, source_system, order_currency, order_revenue, attribution_type,
        case when attribution_type in ('click', 'view') then case
          when order_at is null or sent is null then 0
          else extract(epoch from order_at - sent) / 3600 end end as age
      from (
        select o.*, a.sent_at as sent from claim_outcomes as o
        join attributed_orders as a
          on a.order_ref = o.order_ref and a.message_id = o.message_id
          and a.source_system = o.source_system and a.store_id = o.store_id
        where o.outcome not in ('withdrawn', 'unverifiable')
          and o.rejection_reasons <@ array['outside_window', 'view_only_excluded']
          and (o.status <> 'rejected'
            or o.attribution_type in ('click', 'view') and cardinality(o.rejection_reasons) > 0)
          and \(asked.store("o.store_id")) and \(asked.days("o.date"))
      ) as o
    ), by_platform as (
      select store_id, order_key, source_system, order_currency as currency,
        max(order_revenue) as revenue,
        bool_or(attribution_type not in ('click', 'view') or attribution_type is null) as always,
        min(age) filter (where attribution_type = 'click') as click_age,
        min(age) filter (where attribution_type = 'view') as view_age
      from claims group by 1, 2, 3, 4
    ), orders as (
      select store_id, currency, source_system as platform, revenue, always, click_age, view_age,
        0 as is_all
      from by_platform
      union all
      select store_id, currency, 'all platforms', max(revenue), bool_or(always), min(click_age),
        min(view_age), 1
      from by_platform group by store_id, order_key, currency
    )
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
