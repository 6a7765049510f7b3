create or replace function @schema@.finish_refresh(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  -- A small load is mostly the cost of its statements: what has nothing to do is not asked.
  if exists (select from refresh_coverage) then
    perform refresh_coverage();
  end if;
  if not everything then
    perform drop_erased_orders();
  end if;
  if exists (select from refresh_orders) then
    perform refresh_order_checks(everything);
  end if;
  if not everything and (exists (select from refresh_changed_orders) or exists (select from refresh_changed_days)) then
    perform collect_claims();
  end if;
  if everything or exists (select from refresh_claim_keys) then
    perform judge_claims(everything);
    perform refresh_claim_outcomes(everything);
  end if;
  if exists (select from refresh_messages) or exists (select from refresh_days)
    or exists (select from refresh_changed_days)
  then
    perform refresh_message_mart(everything);
  end if;
  drop table refresh_coverage, refresh_changed_days, refresh_orders, refresh_changed_orders, refresh_claim_keys,
    refresh_claims, refresh_messages, refresh_days, refresh_recounts;
end
$$;

comment on function @schema@.finish_refresh(boolean) is
  'Recomputes what the temporary tables of begin_refresh() say, which may be everything there is of refresh_stores.';
