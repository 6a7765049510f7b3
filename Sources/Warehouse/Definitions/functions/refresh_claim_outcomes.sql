create or replace function @schema@.refresh_claim_outcomes(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  is_recount boolean := everything or are_many((select count(*) from refresh_claims), 'claim_outcomes');
begin
  create temporary table refresh_amounts_before on commit drop as
  select a.*
  from refresh_claims as c
  join claim_amounts as a using (order_ref, message_id, source_system, store_id);
  perform rank_claims();
  perform analyze_if_changed('claim_outcomes', (select count(*) from refresh_claims),
    '(store_id, source_system, order_ref, message_id, order_key, order_name_key, order_day, date, campaign_ref,
      touch_rank)');
  perform note_withdrawals();
  perform assert_claims();

  if is_recount then
    -- Both where a claim was and where it goes: its old day loses it.
    insert into refresh_recounts (store_id, source_system, date, message_id, campaign_ref)
    select store_id, source_system, date, message_id, campaign_ref from refresh_amounts_before
    union
    select store_id, source_system, coalesce(date, 'infinity'), message_id, campaign_ref from refresh_claims;
    if everything then
      insert into refresh_recounts (store_id, source_system, date, message_id, campaign_ref)
      select store_id, source_system, date, message_id, campaign_ref
      from claim_days join refresh_stores using (store_id)
      except
      select store_id, source_system, date, message_id, campaign_ref from refresh_recounts;
    end if;
    insert into refresh_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
    select store_id, source_system, date, message_id, campaign_ref, 'day' from refresh_recounts;
  else
    perform note_claim_changes();
    perform add_claim_changes();
    insert into refresh_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
    select distinct store_id, source_system, date, message_id, campaign_ref, 'day' from refresh_claim_changes;
    drop table refresh_claim_changes;
  end if;
  perform recount_claim_days();
  drop table refresh_amounts_before;
end
$$;

comment on function @schema@.refresh_claim_outcomes(boolean) is
  'Writes the outcomes of refresh_claims, or of all of refresh_stores, and what they add up to, and notes the message '
  'days that this touches.';
