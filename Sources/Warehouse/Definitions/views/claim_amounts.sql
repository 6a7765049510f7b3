-- What one claim adds to its message's day, and the one place that says which claims each figure is of.
create or replace view @schema@.claim_amounts as
select
  o.store_id, o.source_system, o.order_ref, o.message_id, coalesce(o.date, 'infinity') as date, o.campaign_ref,
  coalesce(o.currency, '') as currency,
  o.channel collate "C" as channel, o.message_type collate "C" as message_type, o.campaign_id,
  o.campaign_name collate "C" as campaign_name, o.message_name collate "C" as message_name,
  (o.outcome <> 'withdrawn')::integer as claimed_orders,
  case when o.outcome <> 'withdrawn' then o.claimed_revenue end as claimed_revenue,
  (o.status <> 'unverifiable' and o.outcome <> 'withdrawn')::integer as checked_claims,
  (o.touch_rank is not null)::integer as validated_orders,
  o.counted_revenue as validated_revenue,
  (o.touch_rank is not distinct from 1)::integer as last_touch_orders,
  case when o.touch_rank = 1 then o.counted_revenue end as last_touch_revenue,
  (o.outcome = 'superseded')::integer as superseded_claims,
  (o.outcome = 'rejected')::integer as rejected_claims,
  case when o.outcome = 'rejected' then o.claimed_revenue end as rejected_revenue,
  (o.outcome = 'unverifiable')::integer as unverifiable_claims,
  (o.outcome = 'withdrawn')::integer as withdrawn_claims,
  o.order_day,
  o.order_at
from @schema@.claim_outcomes as o;

comment on view @schema@.claim_amounts is 'What each claim adds to the figures of its message and day.';
comment on column @schema@.claim_amounts.store_id is 'The shop.';
comment on column @schema@.claim_amounts.source_system is 'The claiming platform.';
comment on column @schema@.claim_amounts.order_ref is 'The order as the claim names it.';
comment on column @schema@.claim_amounts.message_id is 'The message.';
comment on column @schema@.claim_amounts.date is 'Day in the reporting timezone; infinity where unknown.';
comment on column @schema@.claim_amounts.campaign_ref is
  'campaign_id, else ''name:'' and campaign_name, else ''none''.';
comment on column @schema@.claim_amounts.currency is 'ISO 4217 code of the amounts; empty where unknown.';
comment on column @schema@.claim_amounts.channel is 'sms, email, push, whatsapp, rcs or other.';
comment on column @schema@.claim_amounts.message_type is 'campaign, flow, keyword, conversation or other.';
comment on column @schema@.claim_amounts.campaign_id is 'The campaign or flow of the message.';
comment on column @schema@.claim_amounts.campaign_name is 'Its name.';
comment on column @schema@.claim_amounts.message_name is 'Name of the message.';
comment on column @schema@.claim_amounts.claimed_orders is '1, or 0 where its platform has withdrawn it.';
comment on column @schema@.claim_amounts.claimed_revenue is 'Revenue that it states, unless withdrawn.';
comment on column @schema@.claim_amounts.checked_claims is '1, or 0 where it could not be checked.';
comment on column @schema@.claim_amounts.validated_orders is '1 where it wins within its platform.';
comment on column @schema@.claim_amounts.validated_revenue is 'Revenue of the order where it does.';
comment on column @schema@.claim_amounts.last_touch_orders is '1 where it has the last touch.';
comment on column @schema@.claim_amounts.last_touch_revenue is 'Revenue of the order where it has.';
comment on column @schema@.claim_amounts.superseded_claims is '1 where it lost to another message of its platform.';
comment on column @schema@.claim_amounts.rejected_claims is '1 where the check rejected it.';
comment on column @schema@.claim_amounts.rejected_revenue is 'Revenue that it states where the check rejected it.';
comment on column @schema@.claim_amounts.unverifiable_claims is '1 where it could not be checked.';
comment on column @schema@.claim_amounts.withdrawn_claims is '1 where its platform has withdrawn it.';
comment on column @schema@.claim_amounts.order_day is 'See claim_outcomes.';
comment on column @schema@.claim_amounts.order_at is 'See claim_outcomes.';
