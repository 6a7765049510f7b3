create or replace function @schema@.refresh_claim_outcomes() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  if not exists (select from refresh_claims) then
    return;
  end if;
  -- Both where a claim was and where it goes: its old day loses it.
  insert into refresh_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
  select distinct o.store_id, o.source_system, coalesce(o.date, 'infinity'), o.message_id, o.campaign_ref, 'day'
  from claim_outcomes as o join refresh_claims as c using (order_ref, message_id, source_system, store_id);

  create temporary table refresh_outcomes_before on commit drop as
  select o.store_id, o.source_system, o.order_ref, o.message_id, o.outcome
  from claim_outcomes as o join refresh_claims as c using (order_ref, message_id, source_system, store_id)
  where o.outcome <> 'withdrawn';
  perform rank_claims();
  perform analyze_if_changed('claim_outcomes', (select count(*) from refresh_claims),
    '(store_id, source_system, order_ref, message_id, order_key, order_name_key, order_day, date, campaign_ref,
      touch_rank)');
  perform note_withdrawals();
  perform assert_claims();
  drop table refresh_outcomes_before;

  insert into refresh_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
  select distinct store_id, source_system, coalesce(date, 'infinity'), message_id, campaign_ref, 'day'
  from refresh_claims;
end
$$;

comment on function @schema@.refresh_claim_outcomes() is
  'Writes the outcomes of refresh_claims, and notes the message days that this touches.';
