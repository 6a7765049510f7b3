extension Question {
  /// The fewest deliveries of which a rate says anything.
  private static let floor = 100
  /// The most messages of one currency.
  private static let most = 50

  static let messages = Question(
    "messages",
    "Which messages bring the most, and which are clicked?",
    parts: [
      QuestionPart(
        "messages",
        "The \(most) with the most last-touch revenue of each currency; few: below \(floor) delivered",
        columns: [
          .store, .currency, .platform, .channel, .key("kind"), .key("message"),
          .plain("volume"),
        ] + MessageFigures.columns,
        bar: "last_touch",
        empty: "No message was sent, and none is claimed, in this period."
      ) { asked in
        """
        with messages as (select m.store, m.currency, m.platform, m.channel, m.message_kind as kind,
          coalesce(max(m.message_name collate "C"), m.message_id) as message,
          case when sum(m.receives) is null then 'unknown'
            when sum(m.receives) < \(floor) then 'few' else 'enough' end as volume, \(MessageFigures.sums),
          m.message_id
        from message_rows as m where \(MessageFigures.filter(asked))
        group by m.store, m.currency, m.platform, m.channel, m.message_kind, m.message_id
        ), ranked as (select *, row_number() over (
          partition by store, currency
          order by last_touch desc nulls last, reported desc nulls last, platform, message_id) as place
          from messages)
        select store, currency, platform, channel, kind, message, volume, last_touch, reported,
          revenue_per_receive, receives, click_through_rate, validated, last_touch_orders,
          unique_clicks, sends
        from ranked where place <= \(most) order by store, currency nulls last, place
        """
      }
    ],
    undated: .outsideOfPeriods,
    remarks: MessageFigures.remarks
  )
}
