create or replace function @schema@.refresh_message_mart() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table mart_days on commit drop as
  select row_number() over ()::integer as day_number, d.*
  from (
    select distinct store_id, source_system, date_key, message_id, campaign_ref, granularity from mart_message_days
  ) as d;
  analyze mart_days;
  perform sum_daily_claims();
  perform join_daily_claims();

  delete from rpt_outbound_message_performance_summary_daily as s
  using mart_days as d
  where s.sm_store_id = d.store_id and s.source_system = d.source_system
    and coalesce(s.date, 'infinity'::date) = d.date_key
    and s.message_id = d.message_id and s.campaign_ref = d.campaign_ref and s.granularity = d.granularity
    and not exists (
      select from mart_day_rows as r
      where r.sm_store_id = s.sm_store_id and r.source_system = s.source_system
        and coalesce(r.date, 'infinity'::date) = coalesce(s.date, 'infinity'::date)
        and r.message_id = s.message_id and r.campaign_ref = s.campaign_ref and r.granularity = s.granularity
        and coalesce(r.currency, '') = coalesce(s.currency, ''));

  perform merge_into_mart('rpt_outbound_message_performance_summary_daily',
    $key$ sm_store_id, source_system, (coalesce(date, 'infinity'::date)), message_id, campaign_ref, granularity,
      (coalesce(currency, '')) $key$,
    'select * from mart_day_rows');
  drop table mart_days, mart_day_claims, mart_day_rows;
end
$$;

comment on function @schema@.refresh_message_mart() is
  'Recomputes the rows of the message mart for mart_message_days.';
