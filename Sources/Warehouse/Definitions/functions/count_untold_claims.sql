-- What of the claims of a message's day no analytics tell of, by the days of their orders.
create or replace function @schema@.count_untold_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  update refresh_day_claims as c
  set is_by_order_day = true, untold_orders = u.orders, untold_revenue = u.revenue
  from (
    select o.day_number, o.currency,
      sum(case when a.day_orders or a.total_orders then null when a.zero_orders then 0 else o.claimed_orders end)
        as orders,
      sum(case when a.day_revenue or a.total_revenue then null when a.zero_revenue then 0 else o.claimed_revenue end)
        as revenue
    from refresh_order_days as o
    join refresh_rows as r
      on r.granularity = 'order_day' and r.date_key = o.date_key and r.message_id = o.message_id
      and r.source_system = o.source_system and r.store_id = o.store_id
    join refresh_analytics_days as a on a.day_number = r.day_number
    group by o.day_number, o.currency
  ) as u
  where c.day_number = u.day_number and c.currency is not distinct from u.currency;
  drop table refresh_order_days;
end
$$;

comment on function @schema@.count_untold_claims() is
  'Takes what of refresh_order_days no analytics tell of into refresh_day_claims.';
