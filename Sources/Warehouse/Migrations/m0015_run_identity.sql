-- Which run of which engine committed something, and for which part of the work.

alter table @schema@.etl_runs
  add column engine_run_id text,
  add column pipeline text,
  add column store_id text,
  add column window_days text,
  add column shard text,
  add column attempt integer;

comment on column @schema@.etl_runs.run_id is 'The loader''s own number for the run.';
comment on column @schema@.etl_runs.engine_run_id is
  'The engine''s name for the run (--run-id, else that of Airflow or Slurm); null where none ran it.';
comment on column @schema@.etl_runs.pipeline is 'The pipeline that the loader was a stage of; null for none.';
comment on column @schema@.etl_runs.store_id is 'The store that the pipeline ran for; null where none was named.';
comment on column @schema@.etl_runs.window_days is
  'The window of a backfill: the first day, two dots, and the day after the last; null for none.';
comment on column @schema@.etl_runs.shard is 'The shard, such as 0/8; null for none.';
comment on column @schema@.etl_runs.attempt is 'How often the engine had tried it, from 1; null where it does not say.';
