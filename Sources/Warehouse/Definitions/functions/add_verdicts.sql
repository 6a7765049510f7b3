-- Few claims are judged one by one: claim_candidates joins more than the planner reorders, and would judge all claims
-- to find these. Of many, that is the faster way.
create or replace function @schema@.add_verdicts() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  if are_many((select count(*) from refresh_verdict_keys), 'attributed_orders') then
    -- Else a merge by store and platform alone would seem good, and compare each claim with all others of its store;
    -- or days that this load covers first would seem to be one, and be searched one by one for each claim.
    analyze refresh_verdict_keys, coverage_days;
    insert into refresh_claims
    select c.*
    from refresh_verdict_keys as k
    join claim_candidates as c using (store_id, source_system, order_ref, message_id);
  else
    insert into refresh_claims
    select c.*
    from refresh_verdict_keys as k
    cross join lateral (
      select * from claim_candidates as c
      where c.order_ref = k.order_ref and c.message_id = k.message_id and c.source_system = k.source_system
        and c.store_id = k.store_id
      offset 0) as c;
  end if;
end
$$;

comment on function @schema@.add_verdicts() is
  'Adds the verdicts on the claims of refresh_verdict_keys to refresh_claims.';
