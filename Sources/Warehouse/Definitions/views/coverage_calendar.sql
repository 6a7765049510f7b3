create or replace view @schema@.coverage_calendar as
select
  s.store_id as store,
  s.stream,
  s.source_system as platform,
  d.day::date as day,
  c.day is not null as is_covered,
  c.covered is null and c.day is not null as is_whole,
  c.observed_at,
  c.snapshot_at,
  c.complete_at is not null as has_complete
from (
  select c.store_id, w.stream, w.source_system, min(c.day) as first_day, max(c.day) as last_day
  from @schema@.coverage_days as c
  -- Claims can be checked only where orders are covered too.
  cross join lateral (
    select c.stream, c.source_system
    union select 'shopify_orders', 'shopify' where c.stream = 'attributed_orders'
  ) as w
  group by 1, 2, 3
) as s
cross join lateral generate_series(s.first_day, s.last_day, interval '1 day') as d (day)
left join @schema@.coverage_days as c
  on c.store_id = s.store_id and c.stream = s.stream and c.source_system = s.source_system and c.day = d.day::date
order by 1, 2, 3, 4;

comment on view @schema@.coverage_calendar is
  'Every day from the first to the last that an export of the store, stream and platform covers, for orders also those '
  'of which claims are covered, and the export that covers it: a day with none is a hole.';
comment on column @schema@.coverage_calendar.store is 'The shop.';
comment on column @schema@.coverage_calendar.stream is 'The stream.';
comment on column @schema@.coverage_calendar.platform is 'The platform; shopify for the shop''s own orders.';
comment on column @schema@.coverage_calendar.day is 'The day, in the reporting timezone.';
comment on column @schema@.coverage_calendar.is_covered is
  'Whether any export covers any part of it; false for a hole.';
comment on column @schema@.coverage_calendar.is_whole is 'Whether complete exports have all of it.';
comment on column @schema@.coverage_calendar.observed_at is
  'When the newest export was made that covers any part of it; null for a hole.';
comment on column @schema@.coverage_calendar.snapshot_at is
  'When the newest complete export of the whole day was made: what that lacks is withdrawn.';
comment on column @schema@.coverage_calendar.has_complete is
  'Whether a complete export covers any part of it: one of a part of the records does not say that there were no '
  'others.';
