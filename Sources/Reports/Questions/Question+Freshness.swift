extension Question {
  static let freshness = Question(
    "freshness",
    "How old is what the warehouse knows?",
    takes: [],
    parts: [
      QuestionPart(
        "sources",
        "The newest export of each source; stale beyond 26 hours",
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
    select store, stream, platform,
      case when is_stale then 'stale' when not is_stale then 'fresh' else 'unknown' end as state,
      hours_old, covered_until, to_char(observed_at, '\(timeForm)') as observed_at,
      to_char(loaded_at, '\(timeForm)') as loaded_at
    from source_freshness where \(asked.store("store")) order by 1, 2, 3
    """
  }
}
