-- What decides between analytics and claims for a message and a day: which figures the message's analytics know of
-- that day, of any other day, and as a total, which covers the days of its range, or those from the send to that of the
-- export.
create or replace function @schema@.summarize_analytics() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_analytics on commit drop as
  select p.store_id, p.source_system, p.message_id, p.date, p.granularity, t.last_date,
    p.platform_reported_orders is not null as knows_orders,
    p.platform_reported_order_revenue is not null as knows_revenue
  from (select distinct store_id, source_system, message_id from refresh_rows) as m
  join message_performance as p using (message_id, source_system, store_id)
  left join refresh_totals as t
    on p.granularity = 'total' and t.message_id = p.message_id and t.source_system = p.source_system
    and t.store_id = p.store_id and t.figure_day = p.figure_day
  where p.granularity = 'day' or t.last_date is not null;

  create temporary table refresh_analytics_days on commit drop as
  select r.day_number,
    bool_or(a.granularity = 'day' and a.date = r.date_key and a.knows_orders) as day_orders,
    bool_or(a.granularity = 'day' and a.date = r.date_key and a.knows_revenue) as day_revenue,
    bool_or(a.granularity = 'total' and r.date_key between a.date and a.last_date and a.knows_orders)
      as total_orders,
    bool_or(a.granularity = 'total' and r.date_key between a.date and a.last_date and a.knows_revenue)
      as total_revenue,
    bool_or(a.granularity = 'day' and a.knows_orders) and v.day is not null as zero_orders,
    bool_or(a.granularity = 'day' and a.knows_revenue) and v.day is not null as zero_revenue
  from refresh_rows as r
  join refresh_analytics as a using (message_id, source_system, store_id)
  left join coverage_days as v
    on v.day = r.date_key and v.source_system = r.source_system and v.stream = 'message_performance'
    and v.store_id = r.store_id and v.covered is null
  where r.granularity = 'day'
  group by r.day_number, v.day;
  analyze refresh_analytics_days;
  drop table refresh_analytics;
end
$$;

comment on function @schema@.summarize_analytics() is
  'For each day of refresh_rows, whether analytics give its orders and revenue: refresh_analytics_days.';
