-- What the message mart says of a day is what its claims add up to. A violation is a mistake in these rules, or the
-- work of a hand: the load is rolled back and says where.
--
-- The mart is compared with the kept sums on every day touched. The kept sums are compared with the claims, one by one,
-- on as many of those days as hold twice the changed claims, and two hundred, chosen by chance: all of them would
-- cost what keeping sums saves. A rebuild looks at all.
create or replace function @schema@.assert_message_days(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  fault record;
  budget bigint := 200 + 2 * (select count(*) from refresh_claims);
begin
  -- Without `limit 1`: the planner would hope for an early end, which only a violation brings.
  select d.store_id, d.source_system, d.message_id, d.date_key, d.campaign_ref, m.last_touch as found,
    c.last_touch as expected
  into fault
  from refresh_rows as d
  cross join lateral (
    select coalesce(sum(r.last_touch_revenue), 0) as last_touch, coalesce(sum(r.validated_revenue), 0) as validated,
      coalesce(sum(r.claimed_revenue), 0) as claimed
    from rpt_outbound_message_performance_summary_daily as r
    where r.message_id = d.message_id and r.source_system = d.source_system and r.sm_store_id = d.store_id
      and coalesce(r.date, 'infinity'::date) = d.date_key and r.campaign_ref = d.campaign_ref
      and r.granularity = 'day') as m
  cross join lateral (
    select coalesce(sum(s.last_touch_revenue), 0) as last_touch, coalesce(sum(s.validated_revenue), 0) as validated,
      coalesce(sum(s.claimed_revenue), 0) as claimed
    from claim_days as s
    where s.message_id = d.message_id and s.date = d.date_key and s.campaign_ref = d.campaign_ref
      and s.source_system = d.source_system and s.store_id = d.store_id) as c
  where d.granularity = 'day'
    and (m.last_touch, m.validated, m.claimed) is distinct from (c.last_touch, c.validated, c.claimed);
  if not found then
    select d.store_id, d.source_system, d.message_id, d.date_key, d.campaign_ref, d.last_touch as found,
      c.last_touch as expected
    into fault
    from (
      select s.*, sum(s.claims) over (order by s.place) as claims_so_far
      from (
        select d.store_id, d.source_system, d.message_id, d.date_key, d.campaign_ref, sum(s.claims) as claims,
          sum(s.last_touch_revenue) as last_touch, sum(s.validated_revenue) as validated,
          sum(s.claimed_revenue) as claimed, random() as place
        from refresh_rows as d
        join claim_days as s
          on s.message_id = d.message_id and s.date = d.date_key and s.campaign_ref = d.campaign_ref
          and s.source_system = d.source_system and s.store_id = d.store_id
        where d.granularity = 'day'
        group by d.store_id, d.source_system, d.message_id, d.date_key, d.campaign_ref
      ) as s
      where everything or s.claims <= budget
    ) as d
    cross join lateral (
      select count(*) as claims, coalesce(sum(a.last_touch_revenue), 0) as last_touch,
        coalesce(sum(a.validated_revenue), 0) as validated, coalesce(sum(a.claimed_revenue), 0) as claimed
      from claim_amounts as a
      where a.date = d.date_key and a.message_id = d.message_id and a.source_system = d.source_system
        and a.store_id = d.store_id and a.campaign_ref = d.campaign_ref) as c
    where (everything or d.claims_so_far <= budget)
      and (d.claims, d.last_touch, d.validated, d.claimed)
        is distinct from (c.claims, c.last_touch, c.validated, c.claimed);
  end if;
  if fault.message_id is not null then
    raise exception 'message % on %, order % and others: the mart has last-touch revenue of %, the claims of %',
      fault.message_id, fault.date_key, (
        select min(o.order_key) from claim_outcomes as o
        where o.message_id = fault.message_id and coalesce(o.date, 'infinity'::date) = fault.date_key
          and o.source_system = fault.source_system and o.store_id = fault.store_id
          and o.campaign_ref = fault.campaign_ref),
      fault.found, fault.expected
      using errcode = 'XX000', hint = 'load-postgres refresh adds all claims up anew.';
  end if;
end
$$;

comment on function @schema@.assert_message_days(boolean) is
  'Raises an error where the message mart differs from the sums of the claims for refresh_rows.';
