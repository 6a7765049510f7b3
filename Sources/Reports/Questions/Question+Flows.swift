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
        ), medians as (
          -- All flows in one join. The mean of the two in the middle, in decimals.
          select f.store, f.platform, f.channel, f.campaign, f.currency,
            trim_scale(0.5 * (percentile_disc(0.5) within group (order by o.minutes_to_order)
              + percentile_disc(0.5) within group (order by o.minutes_to_order desc))) as minutes
          from (select *, unnest(messages) as message_id from flows) as f
          join claim_outcomes as o
            on o.message_id = f.message_id and o.source_system = f.platform
            and o.store_id = f.store and o.currency is not distinct from f.currency
          where o.touch_rank >= 1 and \(asked.days("o.date")) group by 1, 2, 3, 4, 5
        )
        select f.store, f.currency, f.platform, f.channel, f.campaign as flow, f.last_touch,
          f.reported, f.revenue_per_receive, f.receives, f.click_through_rate, f.validated,
          f.last_touch_orders, f.unique_clicks, f.sends, t.minutes as median_minutes_to_order
        from flows as f
        left join medians as t
          on t.store = f.store and t.platform = f.platform
          and t.channel is not distinct from f.channel
          and t.campaign is not distinct from f.campaign
          and t.currency is not distinct from f.currency
        order by 1, 2 nulls last, f.last_touch desc nulls last, f.reported desc nulls last, 3, 5
        """
      }
    ],
    undated: .outsideOfPeriods,
    remarks: MessageFigures.remarks
  )
}
