create or replace function @schema@.finish_refresh(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  perform refresh_coverage();
  perform refresh_order_checks(everything);
  if not everything then
    perform collect_claims();
  end if;
  perform judge_claims(everything);
  perform refresh_claim_outcomes();
  perform refresh_message_mart();
  drop table refresh_coverage, refresh_changed_days, refresh_orders, refresh_changed_orders, refresh_claim_keys,
    refresh_claims, refresh_messages, refresh_days;
end
$$;

comment on function @schema@.finish_refresh(boolean) is
  'Recomputes what the temporary tables of begin_refresh() say, which may be everything there is of refresh_stores.';
