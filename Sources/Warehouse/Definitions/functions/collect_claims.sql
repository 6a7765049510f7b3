-- Whatever can change a verdict leads to the claims concerned: the claim itself, its order, the coverage of its day.
create or replace function @schema@.collect_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  analyze refresh_changed_orders;
  analyze refresh_changed_days;
  -- Several queries in place of an OR: each goes by its index.
  insert into refresh_claim_keys
  select o.store_id, o.source_system, o.order_ref, o.message_id
  from refresh_changed_orders as c
  join claim_outcomes as o on o.order_key = c.order_id and o.store_id = c.store_id;
  -- Its own order comes to a claim that was told by another, which has its name.
  insert into refresh_claim_keys
  select o.store_id, o.source_system, o.order_ref, o.message_id
  from refresh_changed_orders as c
  join claim_outcomes as o on o.order_ref = c.order_id and o.store_id = c.store_id
  where o.order_key <> c.order_id;
  insert into refresh_claim_keys
  select o.store_id, o.source_system, o.order_ref, o.message_id
  from (
    select store_id, old_name as name from refresh_changed_orders where old_name is not null
    union select store_id, new_name from refresh_changed_orders where new_name is not null
  ) as c
  join claim_outcomes as o on o.order_name_key = c.name and o.store_id = c.store_id;

  -- An orders export decides on claims whose order is not held, a claims export on those it no longer has.
  insert into refresh_claim_keys
  select o.store_id, o.source_system, o.order_ref, o.message_id
  from refresh_changed_days as d
  join claim_outcomes as o on o.order_day = d.day and o.store_id = d.store_id
  where d.stream = 'shopify_orders' and not o.order_held;
  insert into refresh_claim_keys
  select o.store_id, o.source_system, o.order_ref, o.message_id
  from refresh_changed_days as d
  join coverage_days as v using (store_id, stream, source_system, day)
  join claim_outcomes as o
    on o.order_day = d.day and o.source_system = d.source_system and o.store_id = d.store_id
  join attributed_orders as a on a.order_ref = o.order_ref and a.message_id = o.message_id
    and a.source_system = o.source_system and a.store_id = o.store_id
  where d.stream = 'attributed_orders'
    and (o.outcome = 'withdrawn' or v.complete_at > coalesce(a._sdc_extracted_at, '-infinity'));
end
$$;

comment on function @schema@.collect_claims() is
  'Adds the claims to refresh_claim_keys whose verdict rests on changed orders or coverage.';
