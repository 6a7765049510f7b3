extension Question {
  static let clickThrough = Question(
    "click-through",
    "How many of those who get a message click, this month against last?",
    takes: [.period, .step],
    parts: [clickSeries, clickChanges],
    remarks: MessageFigures.remarks
  )

  private static let rateColumns: [Figure] = [
    .clickThroughRate, .plain("change", .share), .receives, .metric("unique_clicks", .count),
  ]

  private static let clickSeries = QuestionPart(
    "series",
    "By platform and channel, with the change against the last one before that has a rate",
    columns: [.store, .platform, .channel, .key("since", .day)] + rateColumns,
    bar: "click_through_rate",
    empty: "No analytics say how many clicked."
  ) { asked in
    """
    with rates as (
      select m.store, m.platform, m.channel, \(asked.step(of: "m.date", else: .month)) as since,
        sum(m.click_receives) as receives, sum(m.rated_clicks) as unique_clicks,
        round(sum(m.rated_clicks) / nullif(sum(m.click_receives), 0), 6) as click_through_rate
      from message_rows as m
      where m.click_receives is not null and \(MessageFigures.filter(asked))
      group by 1, 2, 3, 4
    ), numbered as (
      select *, count(click_through_rate) over (
        partition by store, platform, channel order by since) as rates_so_far
      from rates
    )
    select n.store, n.platform, n.channel, n.since, n.click_through_rate,
      n.click_through_rate - p.click_through_rate as change, n.receives, n.unique_clicks
    from numbered as n
    left join numbered as p
      on p.store = n.store and p.platform = n.platform and p.channel is not distinct from n.channel
      and p.rates_so_far = n.rates_so_far - 1 and p.click_through_rate is not null
    order by 1, 2, 3, 4
    """
  }

  private static let clickChanges = QuestionPart(
    "messages",
    "By flow and campaign: the newest against the one before",
    columns: [.store, .platform, .channel, .key("kind"), .key("campaign"), .key("since", .day)]
      + rateColumns,
    empty: "No analytics say how many clicked."
  ) { asked in
    """
    with rates as (
      select m.store, m.platform, m.channel, m.message_kind, m.campaign,
        \(asked.step(of: "m.date", else: .month)) as since,
        sum(m.click_receives) as receives, sum(m.rated_clicks) as unique_clicks,
        round(sum(m.rated_clicks) / nullif(sum(m.click_receives), 0), 6) as click_through_rate
      from message_rows as m
      where m.click_receives is not null and \(MessageFigures.filter(asked))
      group by 1, 2, 3, 4, 5, 6
    ), ordered as (
      select *, click_through_rate - lag(click_through_rate) over (
          partition by store, platform, channel, message_kind, campaign order by since) as change,
        max(since) over (partition by store, platform) as newest
      from rates
    )
    select store, platform, channel, message_kind as kind, campaign, since, click_through_rate,
      change, receives, unique_clicks
    from ordered where since = newest
    order by 1, 2, 3, receives desc, 4, 5
    """
  }
}
