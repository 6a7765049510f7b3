extension Question {
  static let runs = Question(
    "runs",
    "What have the last loads done?",
    parts: [
      QuestionPart(
        "runs",
        "The last 50 runs of the loader that committed something",
        columns: [
          .key("started_at", .time), .plain("seconds", .number), .plain("streams"),
          .plain("rows_read", .count), .plain("rows_inserted", .count),
          .plain("rows_updated", .count), .plain("rows_unchanged", .count),
          .plain("rows_deleted", .count), .plain("rows_rejected", .count), .plain("run_id"),
        ],
        empty: "Nothing has been loaded."
      ) { asked in
        """
        select to_char(started_at, '\(timeForm)') as started_at,
          round(extract(epoch from committed_at - started_at), 1) as seconds,
          (select string_agg(key, ', ' order by key) from jsonb_object_keys(streams) as s (key))
            as streams,
          rows_read, rows_inserted, rows_updated, rows_unchanged, rows_deleted, rows_rejected,
          run_id
        from etl_runs where \(asked.days("started_at::date"))
        order by etl_runs.started_at desc, run_id limit 50
        """
      }
    ]
  )
}
