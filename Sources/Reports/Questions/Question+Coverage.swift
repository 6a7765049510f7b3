extension Question {
  static let coverage = Question(
    "coverage",
    "Which days do the exports cover, and which are missing?",
    parts: [sources, holes, calendar],
    remarks: { asked in
      """
      select true, store || case when is_partly_covered then ': only a part of the ' else ': no ' end
        || stream || ' of ' || platform || ' for ' || min(day) || case
        when max(day) > min(day) then ' to ' || max(day) else '' end
      from (\(coverageGaps(asked))) as h
      group by store, stream, platform, is_partly_covered, stretch order by 2
      """
    }
  )

  private static let source: [Figure] = [.store, .key("stream"), .platform]

  private static let sources = QuestionPart(
    "sources",
    "Days by source",
    columns: source + [
      .plain("first_day", .day), .plain("last_day", .day), .metric("days_covered", .count),
      .metric("days_missing", .count), .plain("days_partly_covered", .count),
      .plain("observed_at", .time),
    ],
    empty: "No export says what it covers."
  ) { asked in
    """
    select store, stream, platform, min(day) as first_day, max(day) as last_day,
      count(*) filter (where c.is_covered) as days_covered,
      count(*) filter (where not c.is_covered) as days_missing,
      count(*) filter (where g.is_partly_covered) as days_partly_covered,
      to_char(max(c.observed_at) filter (where isfinite(c.observed_at)), '\(timeForm)') as observed_at
    from coverage_calendar as c left join coverage_gaps as g using (store, stream, platform, day)
    where \(asked.store("store")) and \(asked.days("day"))
    group by 1, 2, 3 order by 1, 2, 3
    """
  }

  private static let holes = QuestionPart(
    "holes",
    "Days of which nothing has been loaded, or only what was there before they ended",
    columns: source + [
      .key("first_day", .day), .key("last_day", .day), .metric("days_missing", .count),
      .plain("days_partly_covered", .count),
    ],
    empty: "None is missing between the first day and the last."
  ) { asked in
    """
    select store, stream, platform, min(day) as first_day, max(day) as last_day,
      count(*) filter (where not is_partly_covered) as days_missing,
      count(*) filter (where is_partly_covered) as days_partly_covered
    from (\(coverageGaps(asked))) as h
    group by store, stream, platform, is_partly_covered, stretch order by 1, 2, 3, 4
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

  /// The days that are not covered, or not to their end, with a number that those of one stretch share.
  static func coverageGaps(_ asked: Asked) -> String {
    """
    select store, stream, platform, day, is_partly_covered, day - (row_number() over (
      partition by store, stream, platform, is_partly_covered order by day))::integer as stretch
    from coverage_gaps
    where \(asked.store("store")) and \(asked.days("day"))
    """
  }

  /// The form of instants, for `to_char` in a session whose timezone is UTC.
  static let timeForm = #"YYYY-MM-DD"T"HH24:MI:SS"Z""#
}
