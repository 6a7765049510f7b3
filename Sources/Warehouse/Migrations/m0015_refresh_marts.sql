-- The two ways to bring the marts up to date: only what a commit touched, or all from scratch. Both go through the
-- same steps, so that they cannot come to different results by different rules.

create function @schema@.mart_begin() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table mart_claims on commit drop as select * from claims_to_judge with no data;
  create temporary table mart_message_days (
    store_id text collate "C", source_system text collate "C", date_key date, message_id text collate "C",
    campaign_ref text collate "C", granularity text collate "C") on commit drop;
  create temporary table mart_orders (store_id text collate "C", order_id text collate "C") on commit drop;
end
$$;
comment on function @schema@.mart_begin() is 'Creates the temporary tables that say what a refresh is about.';

create function @schema@.mart_finish(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  analyze mart_claims;
  perform mart_refresh_claims(everything);
  perform mart_refresh_messages();
  if not everything then
    insert into mart_orders
    select c.store_id, c.order_key from mart_claim_orders as c
    where not exists (
      select from mart_orders as o where o.store_id = c.store_id and o.order_id = c.order_key);
  end if;
  analyze mart_orders;
  perform mart_refresh_orders(everything);
  drop table mart_claims, mart_message_days, mart_orders, mart_claim_orders;
end
$$;
comment on function @schema@.mart_finish(boolean) is
  'Recomputes what the temporary tables of mart_begin() say, which may be everything there is.';

create function @schema@.rebuild_marts() returns void
language plpgsql
set search_path = @schema@, pg_temp
set client_min_messages = warning
set jit = off
set work_mem = '128MB'
as $$
begin
  perform mart_begin();
  insert into mart_claims select * from claims_to_judge;
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

  perform mart_finish(everything => true);
  update mart_state set settings = (select to_jsonb(s) from settings as s);
end
$$;
comment on function @schema@.rebuild_marts() is
  'Recomputes all marts from the streams and the settings. Rows that come out the same are not rewritten.';

create function @schema@.refresh_marts() returns void
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
  perform mart_begin();
  if to_regclass('pg_temp.touched_attributed_orders') is not null then
    analyze pg_temp.touched_attributed_orders;
    -- The orders that these claims are or were about, with all claims to them.
    insert into mart_claims
    with orders as (
      select c.store_id, c.order_key
      from claims_to_judge as c
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
    select c.* from claims_to_judge as c join claims using (store_id, source_system, order_ref, message_id);
  end if;
  if to_regclass('pg_temp.touched_message_performance') is not null then
    insert into mart_message_days
    select store_id, source_system, date, message_id, campaign_ref, granularity
    from pg_temp.touched_message_performance;
  end if;
  if to_regclass('pg_temp.touched_shopify_orders') is not null then
    insert into mart_orders select distinct store_id, order_id from pg_temp.touched_shopify_orders;
  end if;
  perform mart_finish(everything => false);
end
$$;
comment on function @schema@.refresh_marts() is
  'Brings the marts up to date with the rows whose keys the session''s temporary tables touched_shopify_orders, '
  'touched_attributed_orders and touched_message_performance hold (those that exist). After a change of settings, '
  'rebuilds them. The caller sees to it that only one runs at a time, in the transaction that wrote the rows.';
