extension Question {
  static let contested = Question(
    "contested",
    "Which orders do several platforms rightly claim, and who has them?",
    parts: [pairs, contestedOrders],
    undated: .outsideOfPeriods,
    remarks: { asked in
      """
      select false, 'Only one platform reports: nothing can be counted twice.'
      from claim_days
      where claimed_orders > 0 and \(asked.store("store_id"))
        and \(asked.days("nullif(date, 'infinity')"))
      having count(distinct source_system) = 1
      """
    }
  )

  private static let pairs = QuestionPart(
    "pairs",
    "Orders that two platforms claim, each pair for itself",
    columns: [
      .store, .currency, .key("platform_a"), .key("platform_b"), .orders,
      .plain("claimed_twice", .amount), .plain("a_has_last_touch", .count),
      .plain("b_has_last_touch", .count), .plain("another_has_it", .count),
    ],
    bar: "orders",
    empty: "No order is rightly claimed by two platforms."
  ) { asked in
    """
    select a.store_id as store, a.currency, a.source_system as platform_a,
      b.source_system as platform_b, count(*) as orders,
      sum(case when a.touch_rank < b.touch_rank then b.counted_revenue else a.counted_revenue end)
        as claimed_twice,
      count(*) filter (where a.touch_rank = 1) as a_has_last_touch,
      count(*) filter (where b.touch_rank = 1) as b_has_last_touch,
      count(*) filter (where a.touch_rank > 1 and b.touch_rank > 1) as another_has_it
    from claim_outcomes as a
    join claim_outcomes as b
      on b.order_key = a.order_key and b.store_id = a.store_id and b.source_system > a.source_system
    where a.touch_rank >= 1 and b.touch_rank >= 1
      and \(asked.store("a.store_id")) and \(asked.days("a.date"))
    group by 1, 2, 3, 4 order by 1, 2 nulls last, 5 desc, 3, 4
    """
  }

  private static let contestedOrders = QuestionPart(
    "orders",
    "The 20 largest of them",
    columns: [
      .store, .key("order"), .currency, .plain("by_touch"), .key("last_touch_platform"), .reported,
      .lastTouch,
    ],
    empty: "No order is rightly claimed by two platforms."
  ) { asked in
    """
    with largest as (
      select w.store_id, w.order_key, w.currency
      from claim_outcomes as second
      join claim_outcomes as w
        on w.order_key = second.order_key and w.store_id = second.store_id and w.touch_rank = 1
      where second.touch_rank = 2 and \(asked.store("second.store_id")) and \(asked.days("w.date"))
      order by w.counted_revenue desc nulls last, w.store_id, w.order_key limit 20
    )
    select c.store, coalesce(c.order_name, c.order_id) as order, c.currency, c.by_touch,
      c.last_touch as last_touch_platform, c.reported, c.last_touch_revenue as last_touch
    from largest as l
    cross join lateral (
      select * from contested_orders as c
      where c.store = l.store_id and c.order_id = l.order_key
        and c.currency is not distinct from l.currency offset 0) as c
    order by c.last_touch_revenue desc nulls last, c.store, c.order_id
    """
  }
}
