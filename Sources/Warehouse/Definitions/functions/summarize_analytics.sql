-- What decides between analytics and claims for a message and a day: which figures the message's analytics know of
-- that day, of any other day, and as a total, which covers the days of its range, or those from the send to that of the
-- export.
create or replace function @schema@.summarize_analytics() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_analytics_days on commit drop as
  select r.day_number, own.knows_orders as day_orders, own.knows_revenue as day_revenue,
    total.knows_orders as total_orders, total.knows_revenue as total_revenue,
    own.is_silent and coalesce(v.tells_orders, false) and exists (
      select from message_performance as p
      where p.message_id = r.message_id and p.source_system = r.source_system and p.store_id = r.store_id
        and p.granularity = 'day' and p.platform_reported_orders is not null) as zero_orders,
    own.is_silent and coalesce(v.tells_revenue, false) and exists (
      select from message_performance as p
      where p.message_id = r.message_id and p.source_system = r.source_system and p.store_id = r.store_id
        and p.granularity = 'day' and p.platform_reported_order_revenue is not null) as zero_revenue
  from refresh_rows as r
  cross join lateral (
    -- Of a message with figures of the day what these do not know is unknown, not 0.
    select count(*) = 0 as is_silent, bool_or(p.platform_reported_orders is not null) as knows_orders,
      bool_or(p.platform_reported_order_revenue is not null) as knows_revenue
    from message_performance as p
    where p.message_id = r.message_id and p.source_system = r.source_system and p.store_id = r.store_id
      and p.figure_day = r.date_key and p.granularity = 'day') as own
  cross join lateral (
    select bool_or(t.figure = 'orders') as knows_orders, bool_or(t.figure = 'revenue') as knows_revenue
    from refresh_totals as t
    where t.message_id = r.message_id and t.source_system = r.source_system and t.store_id = r.store_id
      and r.date_key between t.date and t.last_date) as total
  left join coverage_days as v
    on v.day = r.date_key and v.source_system = r.source_system and v.stream = 'message_performance'
    and v.store_id = r.store_id
  where r.granularity in ('day', 'order_day');
  analyze refresh_analytics_days (day_number);
end
$$;

comment on function @schema@.summarize_analytics() is
  'For each day of refresh_rows, whether analytics give its orders and revenue: refresh_analytics_days.';
