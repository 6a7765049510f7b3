extension Question {
  /// The most hours since an export of a source that is loaded every day was made.
  private static let freshHours = 26

  static let freshness = Question(
    "freshness",
    "How old is what the warehouse knows?",
    takes: [],
    parts: [
      QuestionPart(
        "sources",
        "The newest export of each source; stale beyond \(freshHours) hours",
        columns: [
          .store, .key("stream"), .platform, .key("state"), .plain("hours_old", .number),
          .plain("covered_until", .day), .plain("observed_at", .time),
          .plain("loaded_at", .time),
        ],
        empty: "No export has been loaded.",
        sql: sourceAges
      )
    ],
    remarks: { asked in
      """
      select true, store || ': ' || stream || ' of ' || platform || ' is '
        || round(hours_old / 24, 1) || ' days old'
      from (\(sourceAges(asked))) as f where state = 'stale'
      """
    }
  )

  @Sendable private static func sourceAges(_ asked: Asked) -> String {
    """
    with newest as (
      select c.store_id, c.stream, c.source_system,
        max(c.observed_at) filter (where isfinite(c.observed_at)) as observed_at,
        max(c._sdc_batched_at) as loaded_at
      from export_coverage as c where \(asked.store("c.store_id")) group by 1, 2, 3
    ), ages as (
      select *, round(extract(epoch from now() - observed_at) / 3600, 1) as hours from newest
    )
    select a.store_id as store, a.stream, a.source_system as platform,
      case when a.hours is null then 'unknown' when a.hours > \(freshHours) then 'stale'
        else 'fresh' end as state,
      a.hours as hours_old, (
        select max(d.day) from coverage_days as d
        where d.store_id = a.store_id and d.stream = a.stream
          and d.source_system = a.source_system) as covered_until,
      to_char(a.observed_at, '\(timeForm)') as observed_at,
      to_char(a.loaded_at, '\(timeForm)') as loaded_at
    from ages as a order by 1, 2, 3
    """
  }
}
