extension Question {
  static let rejected = Question(
    "rejected",
    "What does not count, why, and of which orders?",
    parts: [reasons, steps],
    undated: .outsideOfPeriods,
    remarks: { asked in
      """
      select sum(unverifiable_claims) > 0,
        sum(claimed_orders - last_touch_orders) || ' of ' || sum(claimed_orders)
        || ' claims do not count; ' || sum(unverifiable_claims) || ' of them could not be checked'
      from claim_days
      where \(asked.store("store_id")) and \(asked.days("nullif(date, 'infinity')"))
      having sum(claimed_orders) > 0
      """
    }
  )

  /// A claim with several reasons is under the first, so that the lines add up.
  private static let reasons = QuestionPart(
    "reasons",
    "Claims that do not count, by the first reason that applies",
    columns: [
      .store, .currency, .platform, .key("outcome"), .key("reason"), .claims, .reported,
      .metric("order_revenue", .amount), .plain("examples"),
    ],
    bar: "reported",
    empty: "Every claim counts."
  ) { asked in
    """
    with lines as (
      select store_id, currency, source_system, outcome, outcome_reason, count(*) as claims,
        sum(claimed_revenue) as reported, sum(order_revenue) as order_revenue
      from claim_outcomes
      where outcome <> 'last_touch' and \(asked.store("store_id")) and \(asked.days("date"))
      group by 1, 2, 3, 4, 5
    ), largest as (\(largestOfEach(asked)))
    select l.store_id as store, l.currency, l.source_system as platform, l.outcome,
      coalesce(l.outcome_reason, 'no_reason_given') as reason, l.claims, l.reported,
      l.order_revenue, (
        select string_agg(coalesce(k.order_name, e.key), ', ' order by e.place)
        from unnest(g.keys) with ordinality as e (key, place)
        left join order_checks as k on k.order_id = e.key and k.store_id = l.store_id) as examples
    from lines as l
    join largest as g on \(isSameLine("g", "l"))
    order by 1, 2 nulls last, 3, l.outcome <> 'rejected', 7 desc nulls last, 4, 5
    """
  }

  /// The orders of the three largest claims of each line.
  ///
  /// The third largest of some of them is at most the third largest of all, so that only few need be
  /// sorted.
  @Sendable private static func largestOfEach(_ asked: Asked) -> String {
    let claims =
      "outcome <> 'last_touch' and \(asked.store("store_id")) and \(asked.days("date"))"
    return """
      select c.store_id, c.currency, c.source_system, c.outcome, c.outcome_reason,
        (array_agg(c.order_key order by c.claimed_revenue desc nulls last, c.order_key))[1:3] as keys
      from (select * from claim_outcomes where \(claims)) as c
      left join (
        select store_id, currency, source_system, outcome, outcome_reason,
          (array_agg(claimed_revenue order by claimed_revenue desc))[3] as bound
        from claim_outcomes tablesample system (1)
        where claimed_revenue is not null and \(claims)
        group by 1, 2, 3, 4, 5
      ) as few on \(isSameLine("few", "c"))
      where few.bound is null or c.claimed_revenue >= few.bound
      group by 1, 2, 3, 4, 5
      """
  }

  /// In a form that PostgreSQL can hash, which it can't where nulls are to be equal.
  private static func isSameLine(_ one: String, _ other: String) -> String {
    let keys = ["store_id", "source_system", "outcome"].map { "\(one).\($0) = \(other).\($0)" }
    let words = ["currency", "outcome_reason"].map {
      "coalesce(\(one).\($0), '') = coalesce(\(other).\($0), '')"
    }
    return (keys + words).joined(separator: " and ")
  }

  /// From what is reported to what counts: the amounts of all lines but the last add up to it.
  private static let steps = QuestionPart(
    "steps",
    "From what is reported to last-touch revenue",
    columns: [
      .store, .currency, .platform, .key("step"), .claims, .plain("amount", .amount),
    ],
    empty: "No claims in this period."
  ) { asked in
    """
    with sums as (
      select store_id, currency, source_system, outcome = 'last_touch' as counts, outcome_reason,
        count(*) as claims, coalesce(sum(claimed_revenue), 0) as claimed,
        coalesce(sum(counted_revenue), 0) as counted,
        count(*) filter (where counted_revenue is distinct from claimed_revenue) as adjusted
      from claim_outcomes
      where outcome <> 'withdrawn' and \(asked.store("store_id")) and \(asked.days("date"))
      group by 1, 2, 3, 4, 5
    ), steps as (
      select store_id, currency, source_system, 1 as place, 'reported' as step,
        sum(claims) as claims, sum(claimed) as amount
      from sums group by 1, 2, 3
      union all
      select store_id, currency, source_system, 2, coalesce(outcome_reason, 'no_reason_given'),
        claims, - claimed
      from sums where not counts
      union all
      select store_id, currency, source_system, 3, 'adjusted to the order', sum(adjusted),
        sum(counted - claimed)
      from sums where counts group by 1, 2, 3
      union all
      select store_id, currency, source_system, 4, 'last touch',
        coalesce(sum(claims) filter (where counts), 0),
        coalesce(sum(counted) filter (where counts), 0)
      from sums group by 1, 2, 3
    )
    select store_id as store, currency, source_system as platform, step, claims, amount
    from steps order by 1, 2 nulls last, 3, place, amount, step
    """
  }
}
