create or replace function @schema@.refresh_claim_outcomes() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  if not exists (select from refresh_claims) then
    return;
  end if;
  -- Both where a claim was and where it goes: its old day and its old order lose it.
  insert into refresh_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
  select distinct o.store_id, o.source_system, coalesce(o.date, 'infinity'), o.message_id, o.campaign_ref, 'day'
  from claim_outcomes as o join refresh_claims as c using (order_ref, message_id, source_system, store_id);
  insert into refresh_orders
  select distinct o.store_id, o.order_key
  from claim_outcomes as o join refresh_claims as c using (order_ref, message_id, source_system, store_id)
  where o.order_key <> c.order_key;

  create temporary table refresh_outcomes_before on commit drop as
  select o.store_id, o.source_system, o.order_ref, o.message_id, o.outcome
  from claim_outcomes as o join refresh_claims as c using (order_ref, message_id, source_system, store_id)
  where o.outcome <> 'withdrawn';
  perform rank_claims();
  perform note_withdrawals();
  perform assert_claims();
  drop table refresh_outcomes_before;
  perform analyze_if_changed('claim_outcomes', (select count(*) from refresh_claims));

  insert into refresh_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
  select distinct store_id, source_system, coalesce(date, 'infinity'), message_id, campaign_ref, 'day'
  from refresh_claims;
  insert into refresh_orders select store_id, order_key from refresh_claims where order_held;
end
$$;

comment on function @schema@.refresh_claim_outcomes() is
  'Writes the outcomes of refresh_claims, and notes the message days and the orders that this touches.';
