-- What one claim adds to its message's day, and the one place that says which claims each figure is of.
create or replace view @schema@.claim_amounts as
select
  o.store_id, o.source_system, o.order_ref, o.message_id, coalesce(o.date, 'infinity') as date, o.campaign_ref,
  coalesce(o.currency, '') as currency,
  o.channel collate "C" as channel, o.message_type collate "C" as message_type, o.campaign_id,
  o.campaign_name collate "C" as campaign_name, o.message_name collate "C" as message_name,
  (o.outcome <> 'withdrawn')::integer as claimed_orders,
  case when o.outcome <> 'withdrawn' then o.claimed_revenue end as claimed_revenue,
  (o.outcome <> 'unverifiable')::integer as checked_claims,
  (o.touch_rank is not null)::integer as validated_orders,
  o.counted_revenue as validated_revenue,
  (o.touch_rank is not distinct from 1)::integer as last_touch_orders,
  case when o.touch_rank = 1 then o.counted_revenue end as last_touch_revenue,
  (o.outcome = 'superseded')::integer as superseded_claims,
  (o.outcome = 'rejected')::integer as rejected_claims,
  case when o.outcome = 'rejected' then o.claimed_revenue end as rejected_revenue,
  (o.outcome = 'unverifiable')::integer as unverifiable_claims,
  (o.outcome = 'withdrawn')::integer as withdrawn_claims
from @schema@.claim_outcomes as o;

comment on view @schema@.claim_amounts is 'What each claim adds to the figures of its message and day.';
