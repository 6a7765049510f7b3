import Wire

extension Question {
  static let summary = Question(
    "summary",
    "What do the platforms report, and what of it is true?",
    parts: [platforms, additions],
    undated: .outsideOfPeriods,
    remarks: { asked in
      let unknown = UnknownRevenue.remark(
        asked,
        "shares of the shop are of what is known, and unknown above 1"
      )
      guard asked.hasPeriod else { return unknown }
      return """
        \(unknown)
        union all
        select false, store_id || ': claims count on the day of the message (revenue_date), and '
          || 'orders of the shop on their own: a period does not compare the two'
        from store_settings where revenue_date <> 'order' and \(asked.store("store_id"))
        """
    },
    sentences: claimedOfShop
  )

  /// What all platforms claim, beside what the shop sold, of each currency.
  @Sendable private static func claimedOfShop(_ lines: AnswerTable) -> [Remark] {
    lines.rows(where: ["platform": "all platforms"]).compactMap { row in
      func amount(_ name: String) -> (value: ExactDecimal, text: String)? {
        guard let text = lines.value(row, name), let value = ExactDecimal(text) else { return nil }
        return (value, DisplayText.of(text, .amount))
      }
      guard let reported = amount("reported"), let shop = amount("shop_revenue"),
        let counted = amount("last_touch")
      else { return nil }
      let isKnown = lines.value(row, "orders_of_unknown_revenue") == "0"
      let isMore = isKnown && shop.value < reported.value
      return Remark(
        isWarning: isMore,
        text: "\(lines.value(row, "store") ?? ""): the platforms claim "
          + "\(lines.value(row, "currency") ?? "") \(reported.text)"
          + (isMore ? ", more than" : " of") + " the \(shop.text) that the shop "
          + (isKnown ? "sold" : "is known to have sold") + "; last touch counts \(counted.text)"
      )
    }
  }

  /// What rows of `claim_days` add up to: 0 where claims were checked and none counts, or where the
  /// platform makes none any more; unknown where none was checked.
  static let claimSums = """
    sum(claimed_orders) as claims,
    case when sum(claimed_amounts) > 0 then sum(claimed_revenue)
      when sum(claimed_orders) = 0 then 0 end as reported,
    case when sum(checked_claims) > 0 or sum(claimed_orders) = 0 then sum(validated_revenue) end
      as validated,
    case when sum(checked_claims) > 0 or sum(claimed_orders) = 0 then sum(last_touch_revenue) end
      as last_touch
    """

  private static let platforms = QuestionPart(
    "platforms",
    "Revenue as reported, as validated, and by last touch",
    columns: [
      .store, .currency, .platform, .reported, .lastTouch, .metric("last_touch_share", .share),
      .validated, .metric("shop_revenue", .amount), .metric("reported_of_shop", .share),
      .metric("last_touch_of_shop", .share), .claims, .metric("rejected", .count, is: "claims"),
      .metric("unchecked", .count, is: "claims"), .plain("orders_of_unknown_revenue", .count),
    ],
    bar: "last_touch",
    empty: "No claims in this period.",
    sql: platformLines
  )

  /// The shop's revenue stands beside the same currency only: currencies are never added up.
  ///
  /// Nor does it stand beside claims that count on other days than their orders.
  @Sendable private static func platformLines(_ asked: Asked) -> String {
    let isComparable =
      asked.hasPeriod
      ? "k.store_id in (select store_id from store_settings where revenue_date = 'order')" : "true"
    return """
      with lines as (
        select store_id, nullif(currency, '') as currency, grouping(source_system) as is_total,
          case grouping(source_system) when 1 then 'all platforms' else source_system end as platform,
          \(claimSums),
          sum(rejected_claims) as rejected, sum(unverifiable_claims) as unchecked
        from claim_days
        where \(asked.store("store_id")) and \(asked.days("nullif(date, 'infinity')"))
        group by grouping sets (
          (store_id, claim_days.currency, source_system), (store_id, claim_days.currency))
      ), shop as (
        select k.store_id, k.currency, sum(k.revenue) as revenue,
          count(*) - count(k.revenue) as unknown
        from order_checks as k
        where k.is_valid and \(asked.store("k.store_id"))
          and \(asked.days("(k.order_at at time zone k.reporting_timezone)::date"))
          and \(isComparable)
        group by 1, 2
      )
      select l.store_id as store, l.currency, l.platform, l.reported, l.last_touch,
        round(l.last_touch / nullif(l.reported, 0), 4) as last_touch_share, l.validated,
        s.revenue as shop_revenue,
        -- What is missing of the shop's revenue could make more than all of it less.
        case when s.unknown = 0 or l.reported <= s.revenue
          then round(l.reported / nullif(s.revenue, 0), 4) end as reported_of_shop,
        round(l.last_touch / nullif(s.revenue, 0), 4) as last_touch_of_shop, l.claims, l.rejected,
        l.unchecked, s.unknown as orders_of_unknown_revenue
      from lines as l
      left join shop as s on s.store_id = l.store_id and s.currency = l.currency
      order by 1, 2 nulls last, l.is_total, l.reported desc nulls last, 3
      """
  }

  /// Orders that nothing else speaks against, each once, and that no other claim has already.
  private static let additions = QuestionPart(
    "additions",
    "What another policy would add",
    columns: [
      .store, .currency, .key("accepting"), .orders, .plain("last_touch_added", .amount),
    ],
    empty: "No claim is rejected for a renewal alone, and none for being a view alone."
  ) { asked in
    """
    with kept_out as (
      select distinct o.store_id, coalesce(o.order_currency, o.currency) as currency, o.order_key,
        o.order_revenue,
        case when o.rejection_reasons = array['order_renewal'] then 'renewals' else 'views' end
          as accepting
      from claim_outcomes as o
      where o.outcome = 'rejected'
        and o.rejection_reasons in (array['order_renewal'], array['view_only_excluded'])
        and \(asked.store("o.store_id")) and \(asked.days("o.date"))
        and not exists (
          select from claim_outcomes as w
          where w.order_key = o.order_key and w.store_id = o.store_id and w.touch_rank = 1)
    )
    select store_id as store, currency, accepting, count(*) as orders,
      sum(order_revenue) as last_touch_added
    from kept_out group by 1, 2, 3 order by 1, 2, 3
    """
  }
}
