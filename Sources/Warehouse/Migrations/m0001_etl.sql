-- What the loader itself keeps: which migrations ran, which runs committed what, where each
-- pipeline stands, and which table holds which stream.

create table @schema@.schema_migrations (
  version integer primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default now()
);
comment on table @schema@.schema_migrations is
  'The migrations applied to this schema, each with a checksum of its text.';

create table @schema@.schema_definitions (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
);
comment on table @schema@.schema_definitions is
  'The functions and views of this schema, each with a checksum of the text that made it.';
comment on column @schema@.schema_definitions.name is 'The function or view.';
comment on column @schema@.schema_definitions.checksum is 'A checksum of the text that made it.';
comment on column @schema@.schema_definitions.applied_at is 'When that was.';

create table @schema@.etl_runs (
  run_id uuid primary key,
  program_version text not null,
  started_at timestamptz not null,
  committed_at timestamptz not null,
  commits integer not null,
  rows_read bigint not null,
  rows_inserted bigint not null,
  rows_updated bigint not null,
  rows_unchanged bigint not null,
  rows_older bigint not null,
  rows_deduplicated bigint not null,
  rows_rejected bigint not null,
  rows_deleted bigint not null,
  streams jsonb not null
);
comment on table @schema@.etl_runs is
  'One row per run of the loader that committed something, as of its last commit.';
comment on column @schema@.etl_runs.committed_at is 'When the last commit of the run began.';
comment on column @schema@.etl_runs.commits is 'How many transactions the run has committed.';
comment on column @schema@.etl_runs.rows_unchanged is
  'Rows that were in the warehouse already, with the same content.';
comment on column @schema@.etl_runs.rows_older is
  'Rows left out because the warehouse holds a newer version.';
comment on column @schema@.etl_runs.rows_deduplicated is
  'Rows left out because a later one of the same transaction had the same key.';
comment on column @schema@.etl_runs.rows_deleted is
  'Rows taken away because a full refresh no longer held them.';
comment on column @schema@.etl_runs.streams is 'The same counts for each stream.';
create index etl_runs_committed_at on @schema@.etl_runs (committed_at);

create table @schema@.etl_state (
  state_id text primary key,
  state jsonb not null,
  run_id uuid not null,
  committed_at timestamptz not null default now()
);
comment on table @schema@.etl_state is
  'The last committed state of each pipeline, in the transaction of the rows it stands for.';

create table @schema@.etl_streams (
  stream text primary key,
  table_name text not null unique,
  key_properties text[] not null,
  columns jsonb not null,
  registered_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
comment on table @schema@.etl_streams is
  'The streams without a table of their own in the migrations, and the tables made for them.';
comment on column @schema@.etl_streams.columns is
  'For each column of the table: the property it holds and its type, in the order they came.';
