create or replace function @schema@.judge_claims(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  judged bigint := 0;
begin
  if everything then
    analyze coverage_days;
    insert into refresh_claims select c.* from claim_candidates as c join refresh_stores using (store_id);
  else
    create temporary table refresh_verdict_keys on commit drop as
    select distinct store_id, source_system, order_ref, message_id from refresh_claim_keys;
    create temporary table refresh_erased_claims (store_id text collate "C", order_key text collate "C")
      on commit drop;
    perform add_verdicts();
    select count(*) into judged from refresh_claims;
    -- A key without a verdict has no claim any more.
    if judged < (select count(*) from refresh_verdict_keys) then
      perform drop_erased_claims();
    end if;
    -- Few rows go without statistics, so that the statements of the first verdicts need no second plan.
    if judged > 1000 then
      analyze refresh_claims (store_id, source_system, order_ref, message_id, order_key);
    end if;
    if exists (select from claim_outcomes) then
      -- All other claims to the orders that these are or were about. Their own order does not change.
      delete from refresh_verdict_keys;
      insert into refresh_verdict_keys
      select o.store_id, o.source_system, o.order_ref, o.message_id
      from (
        select store_id, order_key from refresh_claims
        union
        select o.store_id, o.order_key
        from refresh_claims as r join claim_outcomes as o using (order_ref, message_id, source_system, store_id)
        union
        select store_id, order_key from refresh_erased_claims
      ) as k
      join claim_outcomes as o using (order_key, store_id)
      except
      select store_id, source_system, order_ref, message_id from refresh_claims;
      perform add_verdicts();
      if (select count(*) from refresh_claims) - judged < (select count(*) from refresh_verdict_keys) then
        perform drop_erased_claims();
      end if;
    end if;
    drop table refresh_verdict_keys, refresh_erased_claims;
  end if;
  -- Unless nothing came to those of which the statistics are.
  if judged <= 1000 or judged < (select count(*) from refresh_claims) then
    analyze refresh_claims (store_id, source_system, order_ref, message_id, order_key);
  end if;
end
$$;

comment on function @schema@.judge_claims(boolean) is
  'Fills refresh_claims with the verdicts on the claims of refresh_claim_keys, or on all of refresh_stores, and on '
  'all other claims to their orders.';
