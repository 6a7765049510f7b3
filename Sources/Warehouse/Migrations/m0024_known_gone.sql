-- What is known to be gone, so that an older observation that comes behind does not bring it back.

create table @schema@.etl_refreshes (
  stream        text collate "C" not null,
  store_id      text collate "C" not null,
  source_system text collate "C" not null,
  version       bigint not null,
  refreshed_at  timestamptz not null,
  primary key (stream, store_id, source_system, version)
);
comment on table @schema@.etl_refreshes is
  'The newest full refreshes of each stream: rows that one did not have, and that were observed before it, are gone.';
comment on column @schema@.etl_refreshes.stream is 'The stream.';
comment on column @schema@.etl_refreshes.store_id is
  'The store that the refresh was about; empty for a stream that has no such column.';
comment on column @schema@.etl_refreshes.source_system is
  'The platform that the refresh was about; empty for a stream that has no such column.';
comment on column @schema@.etl_refreshes.version is 'Singer''s version of the table that the refresh activated.';
comment on column @schema@.etl_refreshes.refreshed_at is 'When the first record of the refresh was observed.';

create table @schema@.etl_tombstones (
  stream   text collate "C" not null,
  store_id text collate "C" not null,
  key_hash bytea not null,
  gone_at  timestamptz not null,
  primary key (stream, store_id, key_hash)
);
comment on table @schema@.etl_tombstones is
  'Rows that were deleted for a record that says so (--hard-delete), without anything that they held.';
comment on column @schema@.etl_tombstones.stream is 'The stream.';
comment on column @schema@.etl_tombstones.store_id is
  'The store of the row; empty for a stream that has no such column.';
comment on column @schema@.etl_tombstones.key_hash is 'SHA-256 of the key of the row.';
comment on column @schema@.etl_tombstones.gone_at is 'When the newest record that says so was observed.';
