extension Question {
  static let customers = Question(
    "customers",
    "Do messages win new customers, and what are they worth?",
    parts: [sequence, lifetime],
    remarks: { asked in
      UnknownRevenue.remark(asked, "lifetime value is of customers whose orders are all known")
    }
  )

  private static let sequence = QuestionPart(
    "orders",
    "Valid orders by the channel of the last touch, first orders and repeat orders",
    columns: [
      .store, .currency, .channel, .key("sequence"), .orders, .metric("shop_revenue", .amount),
    ],
    bar: "orders",
    empty: "No orders in this period."
  ) { asked in
    """
    select k.store_id as store, k.currency,
      case when o.order_key is null then 'no touch' else coalesce(o.channel, 'unknown') end
        as channel,
      case when k.valid_index is null then 'unknown' when k.valid_index = 1 then 'first order'
        else 'repeat order' end as sequence,
      count(*) as orders, sum(k.revenue) as shop_revenue
    from order_checks as k
    left join claim_outcomes as o
      on o.order_key = k.order_id and o.store_id = k.store_id and o.touch_rank = 1
    where k.is_valid and \(asked.store("k.store_id"))
      and \(asked.days("(k.order_at at time zone k.reporting_timezone)::date"))
    group by 1, 2, 3, 4 order by 1, 2 nulls last, 3, 4
    """
  }

  /// A customer belongs to the channel that has the last touch of the first order that has one,
  /// whatever its currency; one with an order of unknown revenue has an unknown value.
  private static let lifetime = QuestionPart(
    "lifetime",
    "Lifetime value by the channel that was credited first; all orders so far",
    columns: [
      .store, .currency, .channel, .metric("customers", .count), .orders,
      .metric("shop_revenue", .amount), .metric("lifetime_value", .amount),
    ],
    bar: "lifetime_value",
    empty: "No orders of known customers."
  ) { asked in
    """
    with orders as (
      select k.store_id, k.customer_key, k.currency, k.revenue, k.valid_index,
        o.order_key is not null as is_credited, coalesce(o.channel, 'unknown') as channel
      from order_checks as k
      left join claim_outcomes as o
        on o.order_key = k.order_id and o.store_id = k.store_id and o.touch_rank = 1
      where k.is_valid and k.customer_key is not null and \(asked.store("k.store_id"))
    ), wallets as (
      select store_id, customer_key, currency, count(*) as orders, sum(revenue) as revenue,
        count(*) = count(revenue) as is_known,
        min(valid_index) filter (where is_credited) as credited_index,
        (array_agg(channel order by valid_index) filter (where is_credited))[1] as channel
      from orders group by 1, 2, 3
    ), people as (
      select *, first_value(channel) over (
        partition by store_id, customer_key order by credited_index nulls last) as won_by
      from wallets
    )
    select store_id as store, currency, coalesce(won_by, 'never credited') as channel,
      count(*) as customers, sum(orders) as orders, sum(revenue) as shop_revenue,
      round(sum(revenue) filter (where is_known) / nullif(count(*) filter (where is_known), 0), 2)
        as lifetime_value
    from people group by 1, 2, 3 order by 1, 2 nulls last, 4 desc, 3
    """
  }
}
