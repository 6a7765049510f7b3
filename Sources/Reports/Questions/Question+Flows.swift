extension Question {
  static let flows = Question(
    "flows",
    "Which flows bring the most revenue?",
    parts: [
      QuestionPart(
        "flows",
        "Flows by last-touch revenue",
        columns: [.store, .currency, .platform, .channel, .key("flow")] + MessageFigures.columns
          + [.metric("median_minutes_to_order", .number)],
        bar: "last_touch",
        empty: "No flow has sent anything in this period."
      ) { asked in
        """
        with flows as (
          select m.store, m.platform, m.channel, m.campaign, m.currency, \(MessageFigures.sums),
            array_agg(distinct m.message_id) as messages
          from message_rows as m
          where m.message_kind = 'flow' and \(MessageFigures.filter(asked))
          group by 1, 2, 3, 4, 5
        )
        select f.store, f.currency, f.platform, f.channel, f.campaign as flow, f.last_touch,
          f.reported, f.revenue_per_receive, f.receives, f.click_through_rate, f.validated,
          f.last_touch_orders, f.unique_clicks, f.sends, t.minutes as median_minutes_to_order
        from flows as f
        -- The mean of the two in the middle, in decimals.
        cross join lateral (
          select trim_scale(0.5 * (percentile_disc(0.5) within group (order by o.minutes_to_order)
            + percentile_disc(0.5) within group (order by o.minutes_to_order desc))) as minutes
          from claim_outcomes as o
          where o.message_id = any (f.messages) and o.source_system = f.platform
            and o.store_id = f.store and o.currency is not distinct from f.currency
            and o.touch_rank >= 1 and \(asked.days("o.date"))) as t
        order by 1, 2 nulls last, f.last_touch desc nulls last, f.reported desc nulls last, 3, 5
        """
      }
    ],
    remarks: MessageFigures.remarks
  )
}
