create or replace function @schema@.refresh_message_mart(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  has_order_days boolean;
begin
  -- Analytics of a message say which of its days are told by claims; and where an export covers a day, those of all
  -- messages of the day.
  insert into refresh_messages
  select distinct m.sm_store_id, m.source_system, m.message_id
  from refresh_changed_days as d
  join rpt_outbound_message_performance_summary_daily as m
    on m.date = d.day and m.source_system = d.source_system and m.sm_store_id = d.store_id
  where d.stream = 'message_performance'
  union
  -- Claims of the day of their message are told by analytics of the day of their order.
  select o.store_id, o.source_system, o.message_id
  from refresh_changed_days as d
  join store_settings as s on s.store_id = d.store_id and s.revenue_date = 'message'
  join claim_outcomes as o
    on (o.order_day = d.day or o.order_day is null) and o.source_system = d.source_system and o.store_id = d.store_id
  where d.stream = 'message_performance';
  insert into refresh_days
  select p.store_id, p.source_system, p.date, p.message_id, p.campaign_ref, p.granularity
  from refresh_messages as m join message_performance as p using (message_id, source_system, store_id)
  union
  select r.sm_store_id, r.source_system, coalesce(r.date, 'infinity'), r.message_id, r.campaign_ref, r.granularity
  from refresh_messages as m
  join rpt_outbound_message_performance_summary_daily as r
    on r.message_id = m.message_id and r.source_system = m.source_system and r.sm_store_id = m.store_id;

  create temporary table refresh_rows on commit drop as
  select row_number() over ()::integer as day_number, d.*
  from (
    select distinct store_id, source_system, date_key, message_id, campaign_ref, granularity from refresh_days
  ) as d;
  analyze refresh_rows;
  perform sum_daily_claims();
  perform standing_totals();
  has_order_days := exists (
    select from store_settings as s
    where s.revenue_date = 'message' and exists (select from refresh_day_claims as c where c.store_id = s.store_id));
  if has_order_days then
    perform note_order_days();
  end if;
  perform summarize_analytics();
  if has_order_days then
    perform count_untold_claims();
  end if;
  perform join_daily_claims();

  -- By a set operation, which takes as long as there are rows: of a join over so many columns the planner expects one
  -- row, and then compares each with each.
  delete from rpt_outbound_message_performance_summary_daily as s
  using (
    select m.message_id, m.source_system, m.sm_store_id, coalesce(m.date, 'infinity'::date) as date_key,
      m.campaign_ref, m.granularity, coalesce(m.total_kind, '') as kind_key,
      coalesce(m.range_until, 'infinity'::date) as until_key, coalesce(m.currency, '') as currency_key
    from refresh_rows as d
    join rpt_outbound_message_performance_summary_daily as m
      on m.sm_store_id = d.store_id and m.source_system = d.source_system
      and coalesce(m.date, 'infinity'::date) = d.date_key
      and m.message_id = d.message_id and m.campaign_ref = d.campaign_ref and m.granularity = d.granularity
    except
    select r.message_id, r.source_system, r.sm_store_id, coalesce(r.date, 'infinity'::date), r.campaign_ref,
      r.granularity, coalesce(r.total_kind, ''), coalesce(r.range_until, 'infinity'::date), coalesce(r.currency, '')
    from refresh_message_rows as r
  ) as gone
  where s.message_id = gone.message_id and s.source_system = gone.source_system
    and s.sm_store_id = gone.sm_store_id and coalesce(s.date, 'infinity'::date) = gone.date_key
    and s.campaign_ref = gone.campaign_ref and s.granularity = gone.granularity
    and coalesce(s.total_kind, '') = gone.kind_key and coalesce(s.range_until, 'infinity'::date) = gone.until_key
    and coalesce(s.currency, '') = gone.currency_key;

  perform merge_into_mart('rpt_outbound_message_performance_summary_daily',
    $key$ message_id, source_system, sm_store_id, (coalesce(date, 'infinity'::date)), campaign_ref, granularity,
      (coalesce(total_kind, '')), (coalesce(range_until, 'infinity'::date)), (coalesce(currency, '')) $key$,
    'select * from refresh_message_rows');
  perform assert_message_days(everything);
  drop table refresh_rows, refresh_day_claims, refresh_totals, refresh_analytics_days, refresh_message_rows;
end
$$;

comment on function @schema@.refresh_message_mart(boolean) is
  'Recomputes the rows of the message mart for refresh_days, and all rows of the messages of refresh_messages.';
