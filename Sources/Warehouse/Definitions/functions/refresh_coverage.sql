-- Recomputes coverage_days for the days that changed statements reach. A day never takes over from its neighbours:
-- a stretch that no export covers stays a gap, whatever lies around it.
create or replace function @schema@.refresh_coverage() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_coverage_days on commit drop as
  select c.store_id, c.stream, c.source_system, d.day::date as day,
    tstzrange(d.day at time zone c.reporting_timezone,
      (d.day + interval '1 day') at time zone c.reporting_timezone) as instants
  from (
    select r.store_id, r.stream, r.source_system, s.reporting_timezone,
      min(lower(s.stretch)) as first, max(upper(s.stretch)) as last
    from refresh_coverage as r
    join coverage_stretches as s using (store_id, stream, source_system)
    where r.observed_at is null or r.observed_at = s.observed_at
    group by 1, 2, 3, 4
  ) as c
  cross join lateral generate_series(
    date_trunc('day', c.first at time zone c.reporting_timezone),
    (c.last at time zone c.reporting_timezone) - interval '1 microsecond', interval '1 day') as d (day);

  create temporary table refresh_coverage_rows on commit drop as
  select d.store_id, d.stream, d.source_system, d.day,
    case when not coalesce(range_agg(s.stretch * d.instants) filter (where s.is_complete) @> d.instants, false)
      then coalesce(range_agg(s.stretch * d.instants) filter (where s.is_complete), '{}') end as covered,
    max(s.observed_at) as observed_at,
    max(s.observed_at) filter (where s.is_complete) as complete_at,
    max(s.observed_at) filter (where s.is_complete and s.stretch @> d.instants) as snapshot_at,
    array_agg(s.stretch * d.instants order by s.observed_at, s.stretch)
      filter (where s.is_complete and not s.stretch @> d.instants) as edges,
    array_agg(s.observed_at order by s.observed_at, s.stretch)
      filter (where s.is_complete and not s.stretch @> d.instants) as edges_at,
    coalesce(range_agg(s.stretch) filter (where s.is_complete and s.tells_orders) @> d.instants, false)
      as tells_orders,
    coalesce(range_agg(s.stretch) filter (where s.is_complete and s.tells_revenue) @> d.instants, false)
      as tells_revenue
  from refresh_coverage_days as d
  join coverage_stretches as s
    on s.store_id = d.store_id and s.stream = d.stream and s.source_system = d.source_system
    and s.stretch && d.instants
  group by d.store_id, d.stream, d.source_system, d.day, d.instants;

  insert into refresh_changed_days (store_id, stream, source_system, day)
  select r.store_id, r.stream, r.source_system, r.day
  from refresh_coverage_rows as r
  left join coverage_days as o using (store_id, stream, source_system, day)
  where (r.covered, r.observed_at, r.complete_at, r.snapshot_at, r.edges, r.edges_at, r.tells_orders, r.tells_revenue)
    is distinct from (o.covered, o.observed_at, o.complete_at, o.snapshot_at, o.edges, o.edges_at, o.tells_orders,
      o.tells_revenue);

  perform merge_into_mart('coverage_days', 'day, source_system, stream, store_id',
    'select * from refresh_coverage_rows');
  drop table refresh_coverage_days, refresh_coverage_rows;
end
$$;

comment on function @schema@.refresh_coverage() is
  'Brings coverage_days up to date for refresh_coverage, and notes the days that changed in refresh_changed_days.';
