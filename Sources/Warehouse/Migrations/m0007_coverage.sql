-- Which stretches of time exports cover, and when each was made: what decides between "there is no such order" and
-- "nobody knows", and what a later export has taken back.

create table @schema@.export_coverage (
  store_id        text collate "C" not null,
  stream          text collate "C" not null,
  source_system   text collate "C" not null,
  covers_from     text collate "C" not null,
  covers_until    text collate "C" not null,
  observed_at     timestamptz not null,
  is_complete     boolean not null,
  _sdc_batched_at timestamptz not null default now(),
  primary key (store_id, stream, source_system, covers_from, covers_until, observed_at, is_complete)
);

comment on table @schema@.export_coverage is
  'What exports said that they cover, one row per stretch of time; committed with the rows of the export.';
comment on column @schema@.export_coverage.store_id is 'The shop.';
comment on column @schema@.export_coverage.stream is
  'The stream: shopify_orders, attributed_orders, message_performance, ….';
comment on column @schema@.export_coverage.source_system is 'The platform; shopify for the shop''s own orders.';
comment on column @schema@.export_coverage.covers_from is
  'The first day, in the reporting timezone; or an instant, where the export may be cut within the day.';
comment on column @schema@.export_coverage.covers_until is
  'The day after the last, or an instant; not part of the stretch.';
comment on column @schema@.export_coverage.observed_at is
  'When the source was in that state; -infinity where nobody knows.';
comment on column @schema@.export_coverage.is_complete is
  'Whether a record that the export lacks does not exist any more; false where it was filtered, or records rejected.';
comment on column @schema@.export_coverage._sdc_batched_at is 'When the loader first wrote this row.';

create table @schema@.coverage_days (
  store_id      text collate "C" not null,
  stream        text collate "C" not null,
  source_system text collate "C" not null,
  day           date not null,
  covered       tstzmultirange,
  observed_at   timestamptz not null,
  complete_at   timestamptz,
  snapshot_at   timestamptz,
  primary key (day, source_system, stream, store_id)
);

comment on table @schema@.coverage_days is 'Mart: export_coverage by day of the reporting timezone.';
comment on column @schema@.coverage_days.store_id is 'The shop.';
comment on column @schema@.coverage_days.stream is 'The stream.';
comment on column @schema@.coverage_days.source_system is 'The platform; shopify for the shop''s own orders.';
comment on column @schema@.coverage_days.day is 'The day.';
comment on column @schema@.coverage_days.covered is
  'The parts of the day of which complete exports have everything; null where they have all of it.';
comment on column @schema@.coverage_days.observed_at is
  'When the newest export was made that covers any part of the day.';
comment on column @schema@.coverage_days.complete_at is 'The same of complete exports; null where there is none.';
comment on column @schema@.coverage_days.snapshot_at is
  'The same of complete exports that cover all of the day: what they lack is gone. Null where there is none.';
