-- Only what a commit touched; rebuild_marts() does all from scratch. Both go through the same steps, so that they
-- cannot come to different results by different rules.
create or replace function @schema@.refresh_marts() returns void
language plpgsql
set search_path = @schema@, pg_temp
set client_min_messages = warning
set jit = off
set work_mem = '128MB'
set enable_memoize = off
-- The policy holds intervals as text: built_by must not depend on the session.
set intervalstyle = 'postgres'
as $$
declare
  rebuilt text[];
begin
  -- A new store in a table without statistics would be one of a hundred to the planner.
  if to_regclass('pg_temp.touched_shopify_orders') is not null then
    insert into stores (store_id) select distinct store_id from pg_temp.touched_shopify_orders on conflict do nothing;
  end if;
  if to_regclass('pg_temp.touched_attributed_orders') is not null then
    insert into stores (store_id)
    select distinct store_id from pg_temp.touched_attributed_orders on conflict do nothing;
  end if;
  if to_regclass('pg_temp.touched_message_performance') is not null then
    insert into stores (store_id)
    select distinct store_id from pg_temp.touched_message_performance on conflict do nothing;
  end if;
  if to_regclass('pg_temp.touched_coverage') is not null then
    insert into stores (store_id) select distinct store_id from pg_temp.touched_coverage on conflict do nothing;
  end if;
  if (select reltuples from pg_class where oid = 'stores'::regclass) is distinct from (select count(*) from stores)
  then
    analyze stores;
  end if;
  -- Of a store that is new nothing has been built by another policy.
  if exists (select from stores where built_by is null) then
    update stores as t set built_by = s.policy
    from store_settings as s
    where s.store_id = t.store_id and t.built_by is null
      and not exists (select from order_checks as o where o.store_id = t.store_id)
      and not exists (select from claim_outcomes as o where o.store_id = t.store_id)
      and not exists (
        select from rpt_outbound_message_performance_summary_daily as m where m.sm_store_id = t.store_id);
  end if;

  -- What another policy or other rules have built is no ground for differences.
  rebuilt := array(select store_id from store_settings where built_by is distinct from policy);
  if cardinality(rebuilt) > 0 then
    perform rebuild_marts(changed_policy_only => true);
  end if;

  perform begin_refresh();
  if to_regclass('pg_temp.touched_shopify_orders') is not null then
    -- Touched twice is what two sources told of in one batch.
    insert into refresh_orders
    select distinct store_id, order_id from pg_temp.touched_shopify_orders
    where changed and store_id <> all (rebuilt);
  end if;
  if to_regclass('pg_temp.touched_shopify_refunds') is not null then
    perform note_refunds();
    insert into refresh_orders
    select store_id, order_id from refresh_refunds where store_id <> all (rebuilt);
    drop table refresh_refunds;
  end if;
  if to_regclass('pg_temp.touched_attributed_orders') is not null then
    insert into refresh_claim_keys
    select store_id, source_system, order_ref, message_id from pg_temp.touched_attributed_orders
    where changed and store_id <> all (rebuilt);
    -- Being seen again matters to a claim that is withdrawn, and to other claims of its platform to its order.
    insert into refresh_claim_keys
    select t.store_id, t.source_system, t.order_ref, t.message_id
    from pg_temp.touched_attributed_orders as t
    join claim_outcomes as o using (order_ref, message_id, source_system, store_id)
    where not t.changed and t.store_id <> all (rebuilt)
      and (o.outcome = 'withdrawn' or exists (
        select from claim_outcomes as other
        where other.order_key = o.order_key and other.store_id = o.store_id
          and other.source_system = o.source_system
          and (other.order_ref, other.message_id) <> (o.order_ref, o.message_id)));
  end if;
  if to_regclass('pg_temp.touched_message_performance') is not null then
    insert into refresh_messages
    select distinct store_id, source_system, message_id from pg_temp.touched_message_performance
    where store_id <> all (rebuilt);
  end if;
  if to_regclass('pg_temp.touched_coverage') is not null then
    insert into refresh_coverage
    select distinct store_id, stream, source_system, observed_at from pg_temp.touched_coverage
    where store_id <> all (rebuilt);
  end if;
  perform finish_refresh(everything => false);
end
$$;

comment on function @schema@.refresh_marts() is
  'Brings the marts up to date with the rows whose keys the session''s temporary tables touched_shopify_orders, '
  'touched_attributed_orders, touched_message_performance and touched_coverage hold (those that exist). After a change '
  'of settings or rules, rebuilds the stores concerned. The caller sees to it that only one runs at a time, in the '
  'transaction that wrote the rows.';
