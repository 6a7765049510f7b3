extension Question {
  static let coverage = Question(
    "coverage",
    "Which days do the exports cover, and which are missing?",
    parts: [sources, holes, calendar],
    remarks: { asked in
      """
      select true, store || ': no ' || stream || ' of ' || platform || ' for ' || min(day) || case
        when max(day) > min(day) then ' to ' || max(day) else '' end
      from (\(stretches(asked))) as h
      where not is_covered group by store, stream, platform, stretch order by 2
      """
    }
  )

  private static let source: [Figure] = [.store, .key("stream"), .platform]

  private static let sources = QuestionPart(
    "sources",
    "Days by source",
    columns: source + [
      .plain("first_day", .day), .plain("last_day", .day), .metric("days_covered", .count),
      .metric("days_missing", .count), .plain("observed_at", .time),
    ],
    empty: "No export says what it covers."
  ) { asked in
    """
    select store, stream, platform, min(day) as first_day, max(day) as last_day,
      count(*) filter (where is_covered) as days_covered,
      count(*) filter (where not is_covered) as days_missing,
      to_char(max(observed_at) filter (where isfinite(observed_at)), '\(timeForm)') as observed_at
    from coverage_calendar
    where \(asked.store("store")) and \(asked.days("day"))
    group by 1, 2, 3 order by 1, 2, 3
    """
  }

  private static let holes = QuestionPart(
    "holes",
    "Days of which nothing has been loaded",
    columns: source + [
      .key("first_day", .day), .key("last_day", .day), .metric("days_missing", .count),
    ],
    empty: "None is missing between the first day and the last."
  ) { asked in
    """
    select store, stream, platform, min(day) as first_day, max(day) as last_day,
      count(*) as days_missing
    from (\(stretches(asked))) as h
    where not is_covered group by store, stream, platform, stretch order by 1, 2, 3, 4
    """
  }

  /// One sign per day, which the title explains.
  private static let calendar = QuestionPart(
    "calendar",
    "The calendar: # a whole day, + part of one, . missing",
    columns: source + [.key("month"), .key("days")],
    empty: "No export says what it covers."
  ) { asked in
    """
    select store, stream, platform, to_char(day, 'YYYY-MM') as month,
      repeat(' ', extract(day from min(day))::integer - 1) || string_agg(
        case when is_whole then '#' when is_covered then '+' else '.' end, '' order by day) as days
    from coverage_calendar
    where \(asked.store("store")) and \(asked.days("day"))
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
    """
  }

  /// The days with a number that those of one stretch share.
  static func stretches(_ asked: Asked) -> String {
    """
    select store, stream, platform, day, is_covered, day - (row_number() over (
      partition by store, stream, platform, is_covered order by day))::integer as stretch
    from coverage_calendar
    where \(asked.store("store")) and \(asked.days("day"))
    """
  }

  /// The form of instants, for `to_char` in a session whose timezone is UTC.
  static let timeForm = #"YYYY-MM-DD"T"HH24:MI:SS"Z""#
}
