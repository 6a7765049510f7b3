create or replace function @schema@.sum_order_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_order_claims on commit drop as
  select k.sm_store_id, k.order_id,
    (count(*) filter (where o.outcome <> 'withdrawn'))::integer as claims,
    (count(*) filter (where o.platform_rank = 1 and o.outcome <> 'withdrawn'))::integer as claiming_platforms,
    (count(*) filter (where o.touch_rank >= 1))::integer as counting_platforms,
    (count(*) filter (where o.outcome = 'superseded'))::integer as superseded_claims,
    (count(*) filter (where o.outcome = 'rejected'))::integer as rejected_claims,
    sum(o.claimed_revenue) filter (
      where o.currency = k.order_currency_code and o.outcome <> 'withdrawn') as platform_reported_revenue,
    min(o.touch_rank) filter (where o.channel = 'sms') as sms_rank
  from refresh_order_facts as k
  join claim_outcomes as o on o.store_id = k.sm_store_id and o.order_key = k.order_id
  group by k.sm_store_id, k.order_id;
  analyze refresh_order_claims;
end
$$;

comment on function @schema@.sum_order_claims() is 'Sums the claims to each order of refresh_order_facts.';
