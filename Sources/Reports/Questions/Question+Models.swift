import Wire

extension Question {
  static let models = Question(
    "models",
    "What would other models of attribution say of the same claims?",
    parts: [
      QuestionPart(
        "platforms",
        "The same claims by five models, all but the platform's own counting an order once",
        columns: [
          .store, .currency, .platform, .lastTouch, .metric("first_touch", .amount),
          .metric("linear", .amount), .metric("click_before_view", .amount),
          .metric("platform_own", .amount), .orders,
        ],
        bar: "last_touch",
        empty: "No claim stands in this period.",
        sql: modelLines
      )
    ],
    undated: .outsideOfPeriods
  )

  /// Credit is conserved exactly: each model but the platform's own gives away an order's revenue once.
  ///
  /// The linear share of the n-th claim is what n shares come to less what n - 1 do, cut to the
  /// smallest unit of the currency, or of the order's amount where that has more decimals, so the
  /// shares add up to it.
  @Sendable private static func modelLines(_ asked: Asked) -> String {
    """
    with winners as (
      select o.store_id, o.order_key, o.currency, o.source_system, o.counted_revenue as revenue,
        o.claimed_revenue, exists (
          select from claim_outcomes as other
          where other.outcome in ('credited_elsewhere', 'superseded')
            and other.order_key = o.order_key and other.store_id = o.store_id) as is_shared
      from claim_outcomes as o
      where o.touch_rank = 1 and \(asked.store("o.store_id")) and \(asked.days("o.date"))
    ), touches as (
      select w.store_id, w.currency, o.source_system, w.revenue, o.claimed_revenue,
        o.touch_rank is not distinct from 1 as is_last,
        row_number() over first_one = 1 as is_first,
        row_number() over click_first = 1 as is_click,
        row_number() over first_one as place, count(*) over (
          partition by o.order_key, o.store_id) as claims
      from winners as w
      join claim_outcomes as o
        on o.order_key = w.order_key and o.store_id = w.store_id
        and o.outcome in ('last_touch', 'credited_elsewhere', 'superseded')
      where w.is_shared
      window first_one as (
          partition by o.order_key, o.store_id
          order by o.touch_at nulls last, o.source_system, o.message_id, o.order_ref),
        click_first as (
          partition by o.order_key, o.store_id
          order by o.attribution_type is distinct from 'click', o.touch_at desc nulls last,
            o.touch_rank nulls last, o.source_system, o.message_id, o.order_ref)
    ), credits as (
      \(credits)
    )
    select store_id as store, currency,
      case grouping(source_system) when 1 then 'all platforms' else source_system end as platform,
      coalesce(sum(revenue) filter (where is_last), 0) as last_touch,
      coalesce(sum(revenue) filter (where is_first), 0) as first_touch,
      coalesce(sum(share), 0) as linear,
      coalesce(sum(revenue) filter (where is_click), 0) as click_before_view,
      sum(claimed_revenue) as platform_own, count(*) filter (where is_last) as orders
    from credits
    group by grouping sets ((store_id, currency, source_system), (store_id, currency))
    order by 1, 2 nulls last, grouping(source_system), 4 desc nulls last, 3
    """
  }

  /// The touches with their linear shares.
  private static let credits = """
    select t.*, trunc(revenue * place / claims, unit.decimals)
      - trunc(revenue * (place - 1) / claims, unit.decimals) as share
    from touches as t
    cross join lateral (select greatest(scale(revenue), \(decimals)) as decimals) as unit
    union all
    -- Most orders have one claim that stands, to which all models give all of it.
    select store_id, currency, source_system, revenue, claimed_revenue, true, true, true, 1, 1,
      revenue
    from winners where not is_shared
    """

  /// How many decimals amounts of a currency have.
  private static let decimals =
    CurrencyCode.unusualDecimals.reduce("case") { text, row in
      let codes = row.codes.map { "'\($0)'" }.joined(separator: ", ")
      return "\(text) when currency in (\(codes)) then \(row.decimals)"
    } + " else 2 end"
}
