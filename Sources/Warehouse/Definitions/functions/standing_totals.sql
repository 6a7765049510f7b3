-- The totals of the messages of refresh_rows that stand, figure by figure: one that does not know a figure takes it
-- from no other. Totals of ranges that lie apart add up; of two that overlap the one that was observed later stands,
-- whole, since nobody can say what of the other lies outside it. From the newest back, a total stands where it overlaps
-- none that stands. The figures that views do not add up go together, as that of the row.
create or replace function @schema@.standing_totals() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_totals on commit drop as
  with recursive totals as (
    select p.store_id, p.source_system, p.message_id, p.figure_day, f.figure, p.date, e.last_date,
      daterange(p.date, e.last_date, '[]') as span,
      row_number() over (
        partition by p.message_id, p.source_system, p.store_id, f.figure
        order by f.observed_at desc nulls last, e.last_date desc, p.date desc, p.figure_day
      ) as place
    from (select distinct store_id, source_system, message_id from refresh_rows) as m
    join message_performance as p using (message_id, source_system, store_id)
    join store_settings as s using (store_id)
    cross join lateral (
      -- A column that the newest observation did not know is from an earlier one.
      select v.figure, coalesce(to_timestamp((p._sdc_stamps -> v.name ->> 0)::double precision), p._sdc_extracted_at)
          as observed_at
      from (values
        ('row', null, num_nonnulls(p.message_unique_opens, p.message_unique_drops, p.list_subscribes,
          p.list_unsubscribes,
          p.platform_reported_order_line_quantity, p.platform_reported_order_line_revenue,
          p.platform_reported_begin_checkouts, p.platform_reported_begin_checkout_revenue, p.total_clicks,
          p.spam_complaints, p.cost) > 0),
        ('sends', 'sms_unique_sends', p.sms_unique_sends is not null),
        ('receives', 'message_unique_receives', p.message_unique_receives is not null),
        ('clicks', 'message_unique_clicks', p.message_unique_clicks is not null),
        ('bounces', 'message_unique_bounces', p.message_unique_bounces is not null),
        ('orders', 'platform_reported_orders', p.platform_reported_orders is not null),
        ('revenue', 'platform_reported_order_revenue', p.platform_reported_order_revenue is not null)
      ) as v (figure, name, is_known)
      where v.is_known) as f
    -- A total ends with the day on which it was observed, also where its month or range goes on.
    cross join lateral (
      select greatest(p.date, coalesce(
        least(p.last_date, (f.observed_at at time zone s.reporting_timezone)::date), 'infinity')) as last_date) as e
    where p.granularity = 'total'
  ), walk as (
    select t.*, true as stands, datemultirange(t.span) as taken from totals as t where t.place = 1
    union all
    select t.*, not t.span && w.taken,
      case when t.span && w.taken then w.taken else w.taken + datemultirange(t.span) end
    from walk as w
    join totals as t
      on t.message_id = w.message_id and t.source_system = w.source_system and t.store_id = w.store_id
      and t.figure = w.figure and t.place = w.place + 1
  )
  select store_id, source_system, message_id, figure_day, figure, date, last_date
  from walk where stands;
  analyze refresh_totals (message_id, source_system, store_id);
end
$$;

comment on function @schema@.standing_totals() is
  'Which totals of the messages of refresh_rows count, by figure, with the days that they are of: refresh_totals.';
