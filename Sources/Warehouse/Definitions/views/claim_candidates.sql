create or replace view @schema@.claim_candidates as
select a.store_id, a.source_system, a.order_ref, a.message_id,
  coalesce(a.matched_order_id, a.order_ref) as order_key,
  (case s.revenue_date when 'order' then coalesce(a.order_processed_at, a.order_at) else a.sent_at end
    at time zone s.reporting_timezone)::date as date,
  coalesce(a.validation_status, 'unvalidated') as status,
  a.rejection_reasons ->> 0 as first_reason,
  coalesce(a.validation_status in ('valid', 'adjusted'), false) as stands,
  case a.attribution_type when 'click' then 0 when 'view' then 2 else 1 end as action_rank,
  a.sent_at, a.currency, a.claimed_revenue, a.validated_revenue, a.channel, a.message_type, a.campaign_id,
  a.campaign_name, coalesce(a.campaign_id, 'name:' || a.campaign_name, 'none') as campaign_ref, a.message_name,
  a.attribution_type, a.touch_at, a.minutes_to_order
from @schema@.attributed_orders as a
cross join @schema@.settings as s;

comment on view @schema@.claim_candidates is
  'Claims with the order they compete for, their day, and what decides between them.';
