create or replace function @schema@.refresh_marts() returns void
language plpgsql
set search_path = @schema@, pg_temp
set client_min_messages = warning
set jit = off
set work_mem = '128MB'
as $$
begin
  if (select m.settings is distinct from to_jsonb(s) from mart_state as m, settings as s) then
    perform rebuild_marts();
    return;
  end if;
  perform begin_refresh();
  if to_regclass('pg_temp.touched_attributed_orders') is not null then
    analyze pg_temp.touched_attributed_orders;
    -- The orders that these claims are or were about, with all claims to them.
    insert into mart_claims
    with orders as (
      select c.store_id, c.order_key
      from claim_candidates as c
      join pg_temp.touched_attributed_orders as t using (store_id, source_system, order_ref, message_id)
      union
      select o.store_id, o.order_key
      from claim_outcomes as o
      join pg_temp.touched_attributed_orders as t using (store_id, source_system, order_ref, message_id)
    ), claims as (
      select store_id, source_system, order_ref, message_id from pg_temp.touched_attributed_orders
      union
      select o.store_id, o.source_system, o.order_ref, o.message_id
      from claim_outcomes as o join orders using (store_id, order_key)
    )
    select c.* from claim_candidates as c join claims using (store_id, source_system, order_ref, message_id);
  end if;
  if to_regclass('pg_temp.touched_message_performance') is not null then
    insert into mart_message_days
    select store_id, source_system, date, message_id, campaign_ref, granularity
    from pg_temp.touched_message_performance;
  end if;
  if to_regclass('pg_temp.touched_shopify_orders') is not null then
    insert into mart_orders select distinct store_id, order_id from pg_temp.touched_shopify_orders;
  end if;
  perform finish_refresh(everything => false);
end
$$;

comment on function @schema@.refresh_marts() is
  'Brings the marts up to date with the rows whose keys the session''s temporary tables touched_shopify_orders, '
  'touched_attributed_orders and touched_message_performance hold (those that exist). After a change of settings, '
  'rebuilds them. The caller sees to it that only one runs at a time, in the transaction that wrote the rows.';
