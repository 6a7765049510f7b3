-- By what exports say of themselves and not by rows: on a quiet day no row moves, and a source is fresh all the same.
create or replace view @schema@.source_freshness as
select
  e.store_id as store,
  e.stream,
  e.source_system as platform,
  e.observed_at,
  e.loaded_at,
  (
    select max(d.day) from @schema@.coverage_days as d
    where d.store_id = e.store_id and d.stream = e.stream and d.source_system = e.source_system
  ) as covered_until,
  round(extract(epoch from now() - e.observed_at) / 3600, 1) as hours_old,
  now() - e.observed_at > interval '26 hours' as is_stale
from (
  select store_id, stream, source_system, max(observed_at) filter (where isfinite(observed_at)) as observed_at,
    max(_sdc_batched_at) as loaded_at
  from @schema@.export_coverage
  group by store_id, stream, source_system
) as e;

comment on view @schema@.source_freshness is
  'How old the newest export of each source is, as the exports themselves say: it tells also on quiet days, on which '
  'no row changes.';
comment on column @schema@.source_freshness.store is 'The shop.';
comment on column @schema@.source_freshness.stream is 'The stream.';
comment on column @schema@.source_freshness.platform is 'The platform; shopify for the shop''s own orders.';
comment on column @schema@.source_freshness.observed_at is 'When the newest export was made; null where none says.';
comment on column @schema@.source_freshness.loaded_at is 'When the loader last took in what one of them covers.';
comment on column @schema@.source_freshness.covered_until is 'The last day of which any of them has a part.';
comment on column @schema@.source_freshness.hours_old is 'Hours since observed_at, as of now; null where unknown.';
comment on column @schema@.source_freshness.is_stale is
  'Whether that is more than 26 hours: of a source that is exported every day, one day and some delay.';
