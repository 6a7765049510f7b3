-- Parts of complete exports: once every shard of one is here, its stretch of time is covered completely.

create table @schema@.coverage_parts (
  store_id        text collate "C" not null,
  stream          text collate "C" not null,
  source_system   text collate "C" not null,
  covers_from     text collate "C" not null,
  covers_until    text collate "C" not null,
  observed_at     timestamptz not null,
  shards          integer not null,
  shard           integer not null check (shard >= 0 and shard < shards),
  _sdc_batched_at timestamptz not null default now(),
  primary key (store_id, stream, source_system, covers_from, covers_until, observed_at, shards, shard)
);

comment on table @schema@.coverage_parts is
  'The shards of complete exports that were loaded, one row per stretch of time and shard; with the last of them the '
  'stretch comes into export_coverage.';
comment on column @schema@.coverage_parts.store_id is 'The shop.';
comment on column @schema@.coverage_parts.stream is 'The stream, as in export_coverage.';
comment on column @schema@.coverage_parts.source_system is
  'The platform of claims and message figures; shopify of orders.';
comment on column @schema@.coverage_parts.covers_from is 'Where the stretch begins, as in export_coverage.';
comment on column @schema@.coverage_parts.covers_until is 'Where it ends.';
comment on column @schema@.coverage_parts.observed_at is
  'When the source was in that state; -infinity where nobody knows.';
comment on column @schema@.coverage_parts.shards is 'Into how many shards the export was divided.';
comment on column @schema@.coverage_parts.shard is 'The number of the shard, from 0.';
comment on column @schema@.coverage_parts._sdc_batched_at is 'When the loader wrote this row.';
