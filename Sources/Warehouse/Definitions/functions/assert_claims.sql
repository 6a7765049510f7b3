-- What must hold whatever came in. A violation is a mistake in these rules: the load is rolled back and says where.
create or replace function @schema@.assert_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  fault record;
begin
  -- Without `limit 1`: the planner would hope for an early end, which only a violation brings.
  select r.store_id, r.order_ref, r.source_system into fault
  from refresh_claims as r
  left join claim_outcomes as o using (order_ref, message_id, source_system, store_id)
  where o.outcome is null or o.order_key <> r.order_key;
  if found then
    raise exception 'store %, order %: a claim of % has no outcome', fault.store_id, fault.order_ref,
      fault.source_system using errcode = 'XX000';
  end if;

  -- Two claims are one too many, whatever they add up to, so that nothing is added up unless there are.
  select o.store_id, o.order_key into fault
  from claim_outcomes as o
  left join order_checks as k on k.order_id = o.order_key and k.store_id = o.store_id
  where o.touch_rank = 1
    and exists (select from refresh_claims as r where r.order_key = o.order_key and r.store_id = o.store_id)
  group by o.store_id, o.order_key
  having count(*) > 1 or bool_or(o.counted_revenue > k.revenue or not k.is_valid);
  if found then
    select o.store_id, o.order_key, count(*) as winners, sum(o.counted_revenue) as credited, max(k.revenue) as revenue
    into fault
    from claim_outcomes as o
    left join order_checks as k on k.order_id = o.order_key and k.store_id = o.store_id
    where o.touch_rank = 1 and o.order_key = fault.order_key and o.store_id = fault.store_id
    group by o.store_id, o.order_key;
    raise exception 'store %, order %: % claims have the last touch, with % of its revenue of %', fault.store_id,
      fault.order_key, fault.winners, fault.credited, fault.revenue using errcode = 'XX000';
  end if;
end
$$;

comment on function @schema@.assert_claims() is
  'Raises an error where a claim of refresh_claims has no outcome, or an order is credited twice, with more than its '
  'revenue, or though it is invalid.';
