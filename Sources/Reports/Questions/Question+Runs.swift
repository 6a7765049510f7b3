extension Question {
  static let runs = Question(
    "runs",
    "What have the last loads done?",
    parts: [
      QuestionPart(
        "runs",
        "The last 50 runs of the loader that committed something, and of pipelines that failed",
        columns: [
          .key("started_at", .time), .key("outcome"), .plain("pipeline"),
          .plain("seconds", .number), .plain("streams"),
          .plain("rows_read", .count), .plain("rows_inserted", .count),
          .plain("rows_updated", .count), .plain("rows_unchanged", .count),
          .plain("rows_deleted", .count), .plain("rows_rejected", .count), .plain("message"),
          .plain("files"), .plain("run"), .plain("run_id"),
        ],
        empty: "Nothing has been loaded."
      ) { asked in
        """
        select to_char(started_at, '\(timeForm)') as started_at,
          coalesce('failed with ' || exit_code, 'committed') as outcome, pipeline,
          round(extract(epoch from committed_at - started_at), 1) as seconds,
          (select string_agg(key, ', ' order by key) from jsonb_object_keys(streams) as s (key))
            as streams,
          rows_read, rows_inserted, rows_updated, rows_unchanged, rows_deleted, rows_rejected,
          message, array_to_string(files, ', ') as files, engine_run_id as run, run_id
        from etl_runs where \(asked.days("started_at::date"))
        order by etl_runs.started_at desc, run_id limit 50
        """
      }
    ],
    remarks: { asked in
      """
      select true, 'The last run of ' || pipeline || coalesce(' for ' || store_id, '')
        || ' failed with ' || exit_code || coalesce(': ' || message, '')
      from (
        select distinct on (pipeline, store_id) *
        from (
          select pipeline, store_id, engine_run_id, max(started_at) as started_at,
            max(exit_code) as exit_code, max(message) as message
          from etl_runs
          where pipeline is not null and \(asked.days("started_at::date")) group by 1, 2, 3
        ) as whole
        order by pipeline, store_id, started_at desc
      ) as newest
      where exit_code is not null order by pipeline, store_id
      """
    }
  )
}
