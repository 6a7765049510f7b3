-- Adds the claims of whole message days up, from nothing. Grouped by number: five texts in a key would cost more than
-- the sums.
create or replace function @schema@.recount_claim_days() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  if not exists (select from refresh_recounts) then
    return;
  end if;
  -- A day can be named for more than one reason.
  create temporary table refresh_numbered on commit drop as
  select row_number() over () as number, r.*
  from (select distinct store_id, source_system, date, message_id, campaign_ref from refresh_recounts) as r;
  analyze refresh_numbered;
  create temporary table refresh_sums on commit drop as
  select r.store_id, r.source_system, r.date, r.message_id, r.campaign_ref, s.*
  from (
    select r.number, c.currency,
      min(c.channel) as channel, min(c.message_type) as message_type, min(c.campaign_id) as campaign_id,
      min(c.campaign_name) as campaign_name, min(c.message_name) as message_name,
      count(*) as claims,
      sum(c.claimed_orders) as claimed_orders,
      count(c.claimed_revenue) as claimed_amounts,
      coalesce(sum(c.claimed_revenue), 0) as claimed_revenue,
      sum(c.checked_claims) as checked_claims,
      sum(c.validated_orders) as validated_orders,
      count(c.validated_revenue) as validated_amounts,
      coalesce(sum(c.validated_revenue), 0) as validated_revenue,
      sum(c.last_touch_orders) as last_touch_orders,
      count(c.last_touch_revenue) as last_touch_amounts,
      coalesce(sum(c.last_touch_revenue), 0) as last_touch_revenue,
      sum(c.superseded_claims) as superseded_claims,
      sum(c.rejected_claims) as rejected_claims,
      count(c.rejected_revenue) as rejected_amounts,
      coalesce(sum(c.rejected_revenue), 0) as rejected_revenue,
      sum(c.unverifiable_claims) as unverifiable_claims,
      sum(c.withdrawn_claims) as withdrawn_claims
    from refresh_numbered as r
    join claim_amounts as c
      on c.date = r.date and c.message_id = r.message_id and c.campaign_ref = r.campaign_ref
      and c.source_system = r.source_system and c.store_id = r.store_id
    group by r.number, c.currency
  ) as s
  join refresh_numbered as r using (number);
  analyze refresh_sums;
  delete from claim_days as d
  using refresh_numbered as r
  where d.message_id = r.message_id and d.date = r.date and d.campaign_ref = r.campaign_ref
    and d.source_system = r.source_system and d.store_id = r.store_id
    and not exists (select from refresh_sums as s where s.number = r.number and s.currency = d.currency);
  alter table refresh_sums drop number;
  perform merge_into_mart('claim_days', 'message_id, date, campaign_ref, source_system, store_id, currency',
    'select * from refresh_sums', many => (select count(*) from refresh_sums) > 1000);
  perform analyze_if_changed('claim_days', (select count(*) from refresh_sums));
  drop table refresh_numbered, refresh_sums;
end
$$;

comment on function @schema@.recount_claim_days() is
  'Adds up the claims of the message days in refresh_recounts, in place of what claim_days has of them.';
