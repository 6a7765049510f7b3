-- Where claims are of the day of their message, analytics are of the day of the order still: who tells of a claim is
-- asked for that day. Adds the claims of refresh_rows up by it, and asks summarize_analytics() for these days as well.
create or replace function @schema@.note_order_days() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_order_days on commit drop as
  select d.day_number, d.store_id, d.source_system, d.message_id, nullif(c.currency, '') as currency,
    o.day as date_key, sum(c.claimed_orders) as claimed_orders,
    case when sum(c.claimed_orders) = 0 then 0 else sum(c.claimed_revenue) end as claimed_revenue
  from refresh_rows as d
  join store_settings as s on s.store_id = d.store_id and s.revenue_date = 'message'
  join claim_amounts as c
    on c.date = d.date_key and c.message_id = d.message_id and c.campaign_ref = d.campaign_ref
    and c.source_system = d.source_system and c.store_id = d.store_id
  cross join lateral (
    select coalesce(c.order_day, (c.order_at at time zone s.reporting_timezone)::date, c.date) as day) as o
  where d.granularity = 'day'
  group by d.day_number, d.store_id, d.source_system, d.message_id, c.currency, o.day;
  insert into refresh_rows (day_number, store_id, source_system, date_key, message_id, campaign_ref, granularity)
  select ((select max(day_number) from refresh_rows) + row_number() over ())::integer, store_id, source_system,
    date_key, message_id, '', 'order_day'
  from (select distinct store_id, source_system, date_key, message_id from refresh_order_days) as d;
end
$$;

comment on function @schema@.note_order_days() is
  'For stores whose revenue is of the day of the message: the claims of refresh_rows by the day of their order '
  '(refresh_order_days), and these days as rows to ask analytics for.';
