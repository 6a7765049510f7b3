-- What the loader itself keeps: which migrations ran, which runs committed what, where each
-- pipeline stands, and which table holds which stream.

CREATE TABLE @schema@.schema_migrations (
  version integer PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE @schema@.schema_migrations IS
  'The migrations applied to this schema, each with a checksum of its text.';

CREATE TABLE @schema@.etl_runs (
  run_id uuid PRIMARY KEY,
  program_version text NOT NULL,
  started_at timestamptz NOT NULL,
  committed_at timestamptz NOT NULL,
  commits integer NOT NULL,
  rows_read bigint NOT NULL,
  rows_inserted bigint NOT NULL,
  rows_updated bigint NOT NULL,
  rows_unchanged bigint NOT NULL,
  rows_older bigint NOT NULL,
  rows_deduplicated bigint NOT NULL,
  rows_rejected bigint NOT NULL,
  rows_deleted bigint NOT NULL,
  streams jsonb NOT NULL
);
COMMENT ON TABLE @schema@.etl_runs IS
  'One row per run of the loader that committed something, as of its last commit.';
COMMENT ON COLUMN @schema@.etl_runs.committed_at IS 'When the last commit of the run began.';
COMMENT ON COLUMN @schema@.etl_runs.commits IS 'How many transactions the run has committed.';
COMMENT ON COLUMN @schema@.etl_runs.rows_unchanged IS
  'Rows that were in the warehouse already, with the same content.';
COMMENT ON COLUMN @schema@.etl_runs.rows_older IS
  'Rows left out because the warehouse holds a newer version.';
COMMENT ON COLUMN @schema@.etl_runs.rows_deduplicated IS
  'Rows left out because a later one of the same transaction had the same key.';
COMMENT ON COLUMN @schema@.etl_runs.rows_deleted IS
  'Rows taken away because a full refresh no longer held them.';
COMMENT ON COLUMN @schema@.etl_runs.streams IS 'The same counts for each stream.';
CREATE INDEX etl_runs_committed_at ON @schema@.etl_runs (committed_at);

CREATE TABLE @schema@.etl_state (
  state_id text PRIMARY KEY,
  state jsonb NOT NULL,
  run_id uuid NOT NULL,
  committed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE @schema@.etl_state IS
  'The last committed state of each pipeline, in the transaction of the rows it stands for.';

CREATE TABLE @schema@.etl_streams (
  stream text PRIMARY KEY,
  table_name text NOT NULL UNIQUE,
  key_properties text[] NOT NULL,
  columns jsonb NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE @schema@.etl_streams IS
  'The streams without a table of their own in the migrations, and the tables made for them.';
COMMENT ON COLUMN @schema@.etl_streams.columns IS
  'For each column of the table: the property it holds and its type, in the order they came.';
