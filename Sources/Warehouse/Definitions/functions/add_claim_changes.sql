-- Takes the differences of refresh_claim_changes into claim_days. A day that a claim has left, or on which it has
-- another label, is added up anew.
create or replace function @schema@.add_claim_changes() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  insert into refresh_recounts (store_id, source_system, date, message_id, campaign_ref)
  select distinct store_id, source_system, date, message_id, campaign_ref
  from refresh_claim_changes
  where is_moved and sign < 0;

  create temporary table refresh_differences on commit drop as
  select store_id, source_system, date, message_id, campaign_ref, currency,
    min(channel) as channel, min(message_type) as message_type, min(campaign_id) as campaign_id,
    min(campaign_name) as campaign_name, min(message_name) as message_name,
    sum(sign) as claims,
    sum(sign * claimed_orders) as claimed_orders,
    coalesce(sum(sign) filter (where claimed_revenue is not null), 0) as claimed_amounts,
    coalesce(sum(sign * claimed_revenue), 0) as claimed_revenue,
    sum(sign * checked_claims) as checked_claims,
    sum(sign * validated_orders) as validated_orders,
    coalesce(sum(sign) filter (where validated_revenue is not null), 0) as validated_amounts,
    coalesce(sum(sign * validated_revenue), 0) as validated_revenue,
    sum(sign * last_touch_orders) as last_touch_orders,
    coalesce(sum(sign) filter (where last_touch_revenue is not null), 0) as last_touch_amounts,
    coalesce(sum(sign * last_touch_revenue), 0) as last_touch_revenue,
    sum(sign * superseded_claims) as superseded_claims,
    sum(sign * rejected_claims) as rejected_claims,
    coalesce(sum(sign) filter (where rejected_revenue is not null), 0) as rejected_amounts,
    coalesce(sum(sign * rejected_revenue), 0) as rejected_revenue,
    sum(sign * unverifiable_claims) as unverifiable_claims,
    sum(sign * withdrawn_claims) as withdrawn_claims
  from refresh_claim_changes as c
  where not exists (
    select from refresh_recounts as r
    where r.date = c.date and r.message_id = c.message_id and r.campaign_ref = c.campaign_ref
      and r.source_system = c.source_system and r.store_id = c.store_id)
  group by store_id, source_system, date, message_id, campaign_ref, currency;

  -- A sum of no amounts is 0, not 0.00, as it is where it is added up.
  perform merge_into_mart('claim_days', 'message_id, date, campaign_ref, source_system, store_id, currency', $query$
    select message_id, date, campaign_ref, source_system, store_id, currency,
      least(d.channel, f.channel) as channel,
      least(d.message_type, f.message_type) as message_type,
      least(d.campaign_id, f.campaign_id) as campaign_id,
      least(d.campaign_name, f.campaign_name) as campaign_name,
      least(d.message_name, f.message_name) as message_name,
      coalesce(d.claims, 0) + f.claims as claims,
      coalesce(d.claimed_orders, 0) + f.claimed_orders as claimed_orders,
      coalesce(d.claimed_amounts, 0) + f.claimed_amounts as claimed_amounts,
      case when coalesce(d.claimed_amounts, 0) + f.claimed_amounts > 0
        then coalesce(d.claimed_revenue, 0) + f.claimed_revenue else 0 end as claimed_revenue,
      coalesce(d.checked_claims, 0) + f.checked_claims as checked_claims,
      coalesce(d.validated_orders, 0) + f.validated_orders as validated_orders,
      coalesce(d.validated_amounts, 0) + f.validated_amounts as validated_amounts,
      case when coalesce(d.validated_amounts, 0) + f.validated_amounts > 0
        then coalesce(d.validated_revenue, 0) + f.validated_revenue else 0 end as validated_revenue,
      coalesce(d.last_touch_orders, 0) + f.last_touch_orders as last_touch_orders,
      coalesce(d.last_touch_amounts, 0) + f.last_touch_amounts as last_touch_amounts,
      case when coalesce(d.last_touch_amounts, 0) + f.last_touch_amounts > 0
        then coalesce(d.last_touch_revenue, 0) + f.last_touch_revenue else 0 end as last_touch_revenue,
      coalesce(d.superseded_claims, 0) + f.superseded_claims as superseded_claims,
      coalesce(d.rejected_claims, 0) + f.rejected_claims as rejected_claims,
      coalesce(d.rejected_amounts, 0) + f.rejected_amounts as rejected_amounts,
      case when coalesce(d.rejected_amounts, 0) + f.rejected_amounts > 0
        then coalesce(d.rejected_revenue, 0) + f.rejected_revenue else 0 end as rejected_revenue,
      coalesce(d.unverifiable_claims, 0) + f.unverifiable_claims as unverifiable_claims,
      coalesce(d.withdrawn_claims, 0) + f.withdrawn_claims as withdrawn_claims
    from refresh_differences as f
    left join claim_days as d using (message_id, date, campaign_ref, source_system, store_id, currency)
  $query$);
  drop table refresh_differences;
end
$$;

comment on function @schema@.add_claim_changes() is
  'Adds the differences of refresh_claim_changes to claim_days, and lists in refresh_recounts the days that must be '
  'added up anew.';
