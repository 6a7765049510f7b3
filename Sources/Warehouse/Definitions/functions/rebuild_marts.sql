create or replace function @schema@.rebuild_marts(changed_policy_only boolean default false) returns void
language plpgsql
set search_path = @schema@, pg_temp
set client_min_messages = warning
set jit = off
set work_mem = '128MB'
set enable_memoize = off
-- The policy holds intervals as text: built_by must not depend on the session.
set intervalstyle = 'postgres'
as $$
begin
  insert into stores (store_id)
  select store_id from shopify_orders union select store_id from attributed_orders
  union select store_id from message_performance union select store_id from export_coverage
  on conflict do nothing;
  create temporary table refresh_stores on commit drop as
  select store_id from store_settings where not changed_policy_only or built_by is distinct from policy;

  perform begin_refresh();
  insert into refresh_coverage
  select distinct store_id, stream, source_system, null::timestamptz
  from export_coverage join refresh_stores using (store_id);
  insert into refresh_orders select store_id, order_id from shopify_orders join refresh_stores using (store_id);
  insert into refresh_days
  select p.store_id, p.source_system, p.date, p.message_id, p.campaign_ref, p.granularity
  from message_performance as p join refresh_stores using (store_id)
  union all
  select m.sm_store_id, m.source_system, coalesce(m.date, 'infinity'), m.message_id, m.campaign_ref, m.granularity
  from rpt_outbound_message_performance_summary_daily as m
  join refresh_stores as s on s.store_id = m.sm_store_id;

  -- Days come out otherwise in another timezone. Rows without a source only a hand at the streams can leave.
  delete from coverage_days as d using refresh_stores as s where d.store_id = s.store_id and not exists (
    select from coverage_stretches as c
    where c.store_id = d.store_id and c.stream = d.stream and c.source_system = d.source_system
      and c.stretch && tstzrange(d.day::timestamp at time zone c.reporting_timezone,
        (d.day + 1)::timestamp at time zone c.reporting_timezone));
  delete from claim_outcomes as o using refresh_stores as s where o.store_id = s.store_id and not exists (
    select from attributed_orders as a
    where (a.store_id, a.source_system, a.order_ref, a.message_id)
      = (o.store_id, o.source_system, o.order_ref, o.message_id));
  delete from order_checks as o using refresh_stores as s where o.store_id = s.store_id and not exists (
    select from shopify_orders as f where f.order_id = o.order_id and f.store_id = o.store_id);

  delete from refund_orders as r using refresh_stores as s where r.store_id = s.store_id;
  insert into refund_orders (store_id, refund_id, order_id)
  select store_id, refund_id, order_id from shopify_refunds join refresh_stores using (store_id)
  where order_id is not null;

  perform finish_refresh(everything => true);
  update stores as t set built_by = s.policy
  from store_settings as s where s.store_id = t.store_id and t.built_by is distinct from s.policy;
  drop table refresh_stores;
end
$$;

comment on function @schema@.rebuild_marts(boolean) is
  'Recomputes all marts from the streams, coverage and settings; or those of the stores whose policy has changed. Rows '
  'that come out the same are not rewritten.';
