-- What the message mart says of a day is what its claims add up to. A violation is a mistake in these rules: the load
-- is rolled back and says where.
create or replace function @schema@.assert_message_days() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  fault record;
begin
  -- Without `limit 1`: the planner would hope for an early end, which only a violation brings.
  select d.message_id, d.date_key, m.last_touch as in_mart, c.last_touch as in_claims, c.an_order into fault
  from refresh_rows as d
  cross join lateral (
    select coalesce(sum(r.last_touch_revenue), 0) as last_touch, coalesce(sum(r.validated_revenue), 0) as validated,
      coalesce(sum(r.claimed_revenue), 0) as claimed
    from rpt_outbound_message_performance_summary_daily as r
    where r.message_id = d.message_id and r.source_system = d.source_system and r.sm_store_id = d.store_id
      and coalesce(r.date, 'infinity'::date) = d.date_key and r.campaign_ref = d.campaign_ref
      and r.granularity = 'day') as m
  cross join lateral (
    select coalesce(sum(o.counted_revenue) filter (where o.touch_rank = 1), 0) as last_touch,
      coalesce(sum(o.counted_revenue), 0) as validated,
      coalesce(sum(o.claimed_revenue) filter (where o.outcome <> 'withdrawn'), 0) as claimed,
      min(o.order_key) as an_order
    from claim_outcomes as o
    where coalesce(o.date, 'infinity'::date) = d.date_key and o.message_id = d.message_id
      and o.source_system = d.source_system and o.store_id = d.store_id and o.campaign_ref = d.campaign_ref) as c
  where d.granularity = 'day'
    and (m.last_touch, m.validated, m.claimed) is distinct from (c.last_touch, c.validated, c.claimed);
  if found then
    raise exception 'message % on %, order % and others: the mart has last-touch revenue of %, the claims of %',
      fault.message_id, fault.date_key, fault.an_order, fault.in_mart, fault.in_claims using errcode = 'XX000';
  end if;
end
$$;

comment on function @schema@.assert_message_days() is
  'Raises an error where the message mart differs from the sums of the claims for refresh_rows.';
