-- Each part of the work has a state of its own, and shards by other fields than the key are other shards.

alter table @schema@.etl_state
  add column window_days text,
  add column shard text;

comment on column @schema@.etl_state.state_id is
  'The name of the state: --state-id, else the pipeline, store, window and shard that it is of, or default.';
comment on column @schema@.etl_state.window_days is 'The window of a backfill, as in etl_runs.';
comment on column @schema@.etl_state.shard is
  'The shard: that of the run, else those that the state names itself; null for the whole.';

alter table @schema@.coverage_parts
  add column divided_by text collate "C" not null default '',
  drop constraint coverage_parts_pkey,
  add primary key (
    store_id, stream, source_system, covers_from, covers_until, observed_at, divided_by, shards, shard
  );

comment on column @schema@.coverage_parts.divided_by is
  'The fields by whose hash the export was divided, with commas; empty for the key of the stream.';
