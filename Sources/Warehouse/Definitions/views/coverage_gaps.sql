-- A file without times of its own covers from its first record to its last, so most days of daily files are cut, and
-- nothing is missing. But no export has the rest of a day within which it was made.
create or replace view @schema@.coverage_gaps as
select c.store, c.stream, c.platform, c.day, c.is_covered as is_partly_covered
from (
  select a.*, max(a.day) filter (where a.is_covered) over (partition by a.store, a.stream, a.platform) as last_covered
  from @schema@.coverage_calendar as a
) as c
join @schema@.store_settings as s on s.store_id = c.store
where not c.is_covered
  or c.day < c.last_covered and isfinite(c.observed_at)
    and c.observed_at < (c.day + 1)::timestamp at time zone s.reporting_timezone;

comment on view @schema@.coverage_gaps is
  'The holes of coverage_calendar, and the days before the last covered one of which the newest export was made before '
  'they ended: it lacks the rest.';
comment on column @schema@.coverage_gaps.store is 'The shop.';
comment on column @schema@.coverage_gaps.stream is 'The stream.';
comment on column @schema@.coverage_gaps.platform is 'The platform; shopify for the shop''s own orders.';
comment on column @schema@.coverage_gaps.day is 'The day, in the reporting timezone.';
comment on column @schema@.coverage_gaps.is_partly_covered is
  'True where exports have the beginning of the day; false where none has anything of it.';
