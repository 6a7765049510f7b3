extension Question {
  static let listGrowth = Question(
    "list-growth",
    "How does the SMS list grow?",
    takes: [.period, .step],
    parts: [
      QuestionPart(
        "series",
        "Who joined, by the list; who left after a message, by the platforms' analytics",
        columns: [
          .store, .key("since", .day), .metric("subscribed", .count),
          .metric("unsubscribed", .count), .plain("net", .count),
        ],
        bar: "subscribed",
        empty: "Unknown: no subscribers have been loaded. postscript-etl-postscript loads them."
      ) { asked in
        """
        with joined as (
          select s.store_id, (s.created_at at time zone t.reporting_timezone)::date as day,
            count(*) as subscribed
          from postscript_subscribers as s
          join settings as t on t.store_id = coalesce(
            (select own.store_id from settings as own where own.store_id = s.store_id), '*')
          where s.created_at is not null and \(asked.store("s.store_id"))
          group by 1, 2
        ), gone as (
          select store_id, date as day, sum(list_unsubscribes) as unsubscribed
          from (\(unsubscribes(asked, "day"))) as m
          group by 1, 2
        )
        select store_id as store, \(asked.step(of: "day", else: .week)) as since,
          sum(j.subscribed) as subscribed, sum(g.unsubscribed) as unsubscribed,
          sum(j.subscribed) - sum(g.unsubscribed) as net
        from joined as j full join gone as g using (store_id, day)
        where \(asked.days("day"))
        group by 1, 2 order by 1, 2
        """
      }
    ],
    remarks: { asked in
      """
      select true, 'Unknown who joined: no subscribers have been loaded. postscript-etl-postscript '
        || 'loads them.'
      where not exists (select from postscript_subscribers where \(asked.store("store_id")))
      union all
      select true, store_id || ': of which days ' || sum(list_unsubscribes) || ' people left after '
        || count(distinct (source_system, message_id)) || ' messages is unknown, as these are known by '
        || 'totals only: they are in no unsubscribed, and net is higher by them than it was'
      from (\(unsubscribes(asked, "total"))) as m
      group by store_id having sum(list_unsubscribes) > 0
      """
    }
  )

  /// Rows of texts that know who left, of days or of totals, without what another id of the message
  /// tells as well.
  private static func unsubscribes(_ asked: Asked, _ granularity: String) -> String {
    // A total may have people of any of its days.
    let bounds = [
      asked.from.map { ("coalesce(covers_until, 'infinity') >=", $0) },
      asked.to.map { ("date <=", $0) },
    ]
    .compactMap { $0 }.map { "\($0) date '\(Asked.text($1))'" }
    let days = granularity == "day" ? "true" : (bounds + ["true"]).joined(separator: " and ")
    return """
      select sm_store_id as store_id, source_system, message_id, date, list_unsubscribes
      from rpt_outbound_message_performance_summary_daily as m
      where granularity = '\(granularity)' and sm_message_channel = 'sms'
        and list_unsubscribes is not null and \(asked.store("sm_store_id")) and \(days)
        and not exists (
          select from merged_message_rows as o
          where o.message_id = m.message_id and o.source_system = m.source_system
            and o.store_id = m.sm_store_id and o.date_key = m.date and o.granularity = m.granularity
            and o.campaign_ref = m.campaign_ref and o.currency_key = coalesce(m.currency, '')
            and 'unsubscribes' = any (o.told_elsewhere))
      """
  }
}
