create or replace function @schema@.rebuild_marts() returns void
language plpgsql
set search_path = @schema@, pg_temp
set client_min_messages = warning
set jit = off
set work_mem = '128MB'
as $$
begin
  perform begin_refresh();
  insert into mart_claims select * from claim_candidates;
  insert into mart_message_days
  select store_id, source_system, date, message_id, campaign_ref, granularity from message_performance
  union all
  select sm_store_id, source_system, coalesce(date, 'infinity'), message_id, campaign_ref, granularity
  from rpt_outbound_message_performance_summary_daily;
  insert into mart_orders select store_id, order_id from shopify_orders;

  -- Rows without a source, which only a hand at the streams can leave.
  delete from claim_outcomes as o where not exists (
    select from attributed_orders as a
    where (a.store_id, a.source_system, a.order_ref, a.message_id)
      = (o.store_id, o.source_system, o.order_ref, o.message_id));
  delete from obt_orders as o where not exists (
    select from shopify_orders as s where s.store_id = o.sm_store_id and s.order_id = o.order_id);

  perform finish_refresh(everything => true);
  update mart_state set settings = (select to_jsonb(s) from settings as s);
end
$$;

comment on function @schema@.rebuild_marts() is
  'Recomputes all marts from the streams and the settings. Rows that come out the same are not rewritten.';
