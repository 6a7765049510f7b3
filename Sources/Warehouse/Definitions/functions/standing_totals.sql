-- The totals of the messages of refresh_rows that stand, figure by figure: one that does not know a figure takes it
-- from no other. Totals of ranges that lie apart add up; of two that overlap the one that was observed later stands,
-- whole, since nobody can say what of the other lies outside it. But what lies within another is a part of that, and
-- takes no days away: the wider one is as new as the newest of its parts. From the newest back, a total stands where it
-- overlaps none that stands. The figures that views do not add up go together, as that of the row.
create or replace function @schema@.standing_totals() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_totals on commit drop as
  with recursive known as (
    select p.store_id, p.source_system, p.message_id, p.figure_day, p.figure_until, f.figure, p.date, e.last_date,
      daterange(p.date, e.last_date, '[]') as span, f.observed_at
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
  ), totals as (
    select k.*,
      row_number() over (
        partition by k.message_id, k.source_system, k.store_id, k.figure
        order by n.observed_at desc nulls last, k.last_date desc, k.date, k.figure_day, k.figure_until
      ) as place
    from known as k
    cross join lateral (
      select max(part.observed_at) as observed_at
      from known as part
      where part.message_id = k.message_id and part.source_system = k.source_system and part.store_id = k.store_id
        and part.figure = k.figure and part.span <@ k.span) as n
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
  select store_id, source_system, message_id, figure_day, figure_until, figure, date, last_date, span, stands
  from walk;
  if exists (select from refresh_totals where not stands) then
    -- Read by the loader: messages with totals that newer ones have displaced, and the days of those totals.
    create temporary table if not exists refresh_lost_totals (store_id text collate "C",
      source_system text collate "C", messages bigint, first_day date, last_day date) on commit drop;
    insert into refresh_lost_totals
    select t.store_id, t.source_system, count(distinct t.message_id), min(t.date), max(t.last_date)
    from refresh_totals as t
    where not t.stands and not t.span <@ (
      select range_agg(other.span) from refresh_totals as other
      where other.message_id = t.message_id and other.source_system = t.source_system
        and other.store_id = t.store_id and other.figure = t.figure and other.stands)
    group by t.store_id, t.source_system;
    delete from refresh_totals where not stands;
  end if;
  analyze refresh_totals (message_id, source_system, store_id);
end
$$;

comment on function @schema@.standing_totals() is
  'Which totals of the messages of refresh_rows count, by figure, with the days that they are of: refresh_totals.';
