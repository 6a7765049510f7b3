/// The figures of messages that several questions show, added up from `message_rows`.
enum MessageFigures {
  /// The columns, in the order of ``sums``.
  static let columns: [Figure] = [
    .lastTouch, .reported, .revenuePerReceive, .receives, .clickThroughRate, .validated,
    .metric("last_touch_orders", .count), .metric("unique_clicks", .count),
    .metric("sends", .count),
  ]

  /// The sums and rates; a rate looks only at rows that know both sides.
  static let sums = """
    sum(m.last_touch) as last_touch, sum(m.reported) as reported,
      round(sum(m.rated_last_touch) / nullif(sum(m.revenue_receives), 0), 4)
        as revenue_per_receive, sum(m.receives) as receives,
      round(sum(m.rated_clicks) / nullif(sum(m.click_receives), 0), 6) as click_through_rate,
      sum(m.validated) as validated, sum(m.last_touch_orders) as last_touch_orders,
      sum(m.unique_clicks) as unique_clicks, sum(m.sends) as sends
    """

  /// The condition that a row of `message_rows` is asked for.
  static func filter(_ asked: Asked) -> String {
    "\(asked.store("m.store")) and \(asked.days("m.date"))"
  }

  /// A remark on totals to date, which stand on the day of their send.
  static func remarks(_ asked: Asked) -> String? {
    """
    select false, count(distinct (sm_store_id, source_system, message_id)) || ' messages of '
      || source_system || ' are known by totals to date only, which count on the day of the send'
    from rpt_outbound_message_performance_summary_daily
    where granularity = 'total' and \(asked.store("sm_store_id")) and \(asked.days("date"))
    group by source_system order by 2
    """
  }
}
