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

  -- What is kept and what changes of it, added up. A sum of no amounts is 0, not 0.00, as it is where it is added up.
  perform merge_into_mart('claim_days', 'message_id, date, campaign_ref, source_system, store_id, currency', $query$
    with changes as materialized (
      select store_id, source_system, date, message_id, campaign_ref, currency,
        channel, message_type, campaign_id, campaign_name, message_name,
        sign as claims,
        sign * claimed_orders as claimed_orders,
        case when claimed_revenue is null then 0 else sign end as claimed_amounts,
        sign * claimed_revenue as claimed_revenue,
        sign * checked_claims as checked_claims,
        sign * validated_orders as validated_orders,
        case when validated_revenue is null then 0 else sign end as validated_amounts,
        sign * validated_revenue as validated_revenue,
        sign * last_touch_orders as last_touch_orders,
        case when last_touch_revenue is null then 0 else sign end as last_touch_amounts,
        sign * last_touch_revenue as last_touch_revenue,
        sign * superseded_claims as superseded_claims,
        sign * rejected_claims as rejected_claims,
        case when rejected_revenue is null then 0 else sign end as rejected_amounts,
        sign * rejected_revenue as rejected_revenue,
        sign * unverifiable_claims as unverifiable_claims,
        sign * withdrawn_claims as withdrawn_claims
      from refresh_claim_changes as c
      where not exists (
        select from refresh_recounts as r
        where r.date = c.date and r.message_id = c.message_id and r.campaign_ref = c.campaign_ref
          and r.source_system = c.source_system and r.store_id = c.store_id)
    ), parts as (
      select * from changes
      union all
      select d.store_id, d.source_system, d.date, d.message_id, d.campaign_ref, d.currency,
        d.channel, d.message_type, d.campaign_id, d.campaign_name, d.message_name,
        d.claims,
        d.claimed_orders, d.claimed_amounts, d.claimed_revenue,
        d.checked_claims,
        d.validated_orders, d.validated_amounts, d.validated_revenue,
        d.last_touch_orders, d.last_touch_amounts, d.last_touch_revenue,
        d.superseded_claims,
        d.rejected_claims, d.rejected_amounts, d.rejected_revenue,
        d.unverifiable_claims,
        d.withdrawn_claims
      from (select distinct message_id, date, campaign_ref, source_system, store_id, currency from changes) as k
      join claim_days as d using (message_id, date, campaign_ref, source_system, store_id, currency)
    )
    select message_id, date, campaign_ref, source_system, store_id, currency,
      min(channel) as channel,
      min(message_type) as message_type,
      min(campaign_id) as campaign_id,
      min(campaign_name) as campaign_name,
      min(message_name) as message_name,
      sum(claims) as claims,
      sum(claimed_orders) as claimed_orders,
      sum(claimed_amounts) as claimed_amounts,
      case when sum(claimed_amounts) > 0 then sum(claimed_revenue) else 0 end as claimed_revenue,
      sum(checked_claims) as checked_claims,
      sum(validated_orders) as validated_orders,
      sum(validated_amounts) as validated_amounts,
      case when sum(validated_amounts) > 0 then sum(validated_revenue) else 0 end as validated_revenue,
      sum(last_touch_orders) as last_touch_orders,
      sum(last_touch_amounts) as last_touch_amounts,
      case when sum(last_touch_amounts) > 0 then sum(last_touch_revenue) else 0 end as last_touch_revenue,
      sum(superseded_claims) as superseded_claims,
      sum(rejected_claims) as rejected_claims,
      sum(rejected_amounts) as rejected_amounts,
      case when sum(rejected_amounts) > 0 then sum(rejected_revenue) else 0 end as rejected_revenue,
      sum(unverifiable_claims) as unverifiable_claims,
      sum(withdrawn_claims) as withdrawn_claims
    from parts
    group by message_id, date, campaign_ref, source_system, store_id, currency
  $query$);
end
$$;

comment on function @schema@.add_claim_changes() is
  'Adds the differences of refresh_claim_changes to claim_days, and lists in refresh_recounts the days that must be '
  'added up anew.';
