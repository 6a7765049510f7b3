-- What the claims to an order came to, one row per order that any claim is about. At most one claim of an order has the
-- last touch, and at most one is the best by SMS: min() of them is the one there is.
create or replace view @schema@.order_claims as
select
  store_id,
  order_key as order_id,
  (count(*) filter (where outcome <> 'withdrawn'))::integer as claims,
  (count(*) filter (where platform_rank = 1 and outcome <> 'withdrawn'))::integer as claiming_platforms,
  (count(*) filter (where touch_rank >= 1))::integer as counting_platforms,
  (count(*) filter (where outcome = 'superseded'))::integer as superseded_claims,
  (count(*) filter (where outcome = 'rejected'))::integer as rejected_claims,
  sum(claimed_revenue) filter (where currency = order_currency and outcome <> 'withdrawn')
    as platform_reported_revenue,
  min(source_system) filter (where touch_rank = 1) as last_touch_source_system,
  min(channel) filter (where touch_rank = 1) as last_touch_channel,
  min(message_id) filter (where touch_rank = 1) as last_touch_message_id,
  min(touch_at) filter (where touch_rank = 1) as last_touch_at,
  min(counted_revenue) filter (where touch_rank = 1) as last_touch_revenue,
  min(source_system) filter (where is_sms_winner) as sms_source_system,
  min(message_type) filter (where is_sms_winner) as sms_message_type,
  min(campaign_id) filter (where is_sms_winner) as sms_campaign_id,
  min(campaign_name) filter (where is_sms_winner) as sms_campaign_name,
  min(message_id) filter (where is_sms_winner) as sms_message_id,
  min(message_name) filter (where is_sms_winner) as sms_message_name,
  min(attribution_type) filter (where is_sms_winner) as sms_attribution_type,
  min(touch_at) filter (where is_sms_winner) as sms_touch_at,
  min(minutes_to_order) filter (where is_sms_winner) as sms_minutes_to_order,
  min(counted_revenue) filter (where is_sms_winner) as sms_attributed_revenue,
  bool_or(touch_rank = 1) filter (where is_sms_winner) as is_sms_last_touch
from @schema@.claim_outcomes
group by order_key, store_id;

comment on view @schema@.order_claims is 'The claims to each order, added up; one row per order with any.';
comment on column @schema@.order_claims.store_id is 'The shop.';
comment on column @schema@.order_claims.order_id is
  'The order: its Shopify order id where it is known, else the order_ref of the claims.';
comment on column @schema@.order_claims.claims is 'See obt_orders.';
comment on column @schema@.order_claims.claiming_platforms is 'See obt_orders.';
comment on column @schema@.order_claims.counting_platforms is 'See obt_orders.';
comment on column @schema@.order_claims.superseded_claims is 'See obt_orders.';
comment on column @schema@.order_claims.rejected_claims is 'See obt_orders.';
comment on column @schema@.order_claims.platform_reported_revenue is 'See obt_orders.';
comment on column @schema@.order_claims.last_touch_source_system is 'See obt_orders.';
comment on column @schema@.order_claims.last_touch_channel is 'See obt_orders.';
comment on column @schema@.order_claims.last_touch_message_id is 'See obt_orders.';
comment on column @schema@.order_claims.last_touch_at is 'See obt_orders.';
comment on column @schema@.order_claims.last_touch_revenue is 'See obt_orders.';
comment on column @schema@.order_claims.sms_source_system is 'See obt_orders.';
comment on column @schema@.order_claims.sms_message_type is 'See obt_orders.';
comment on column @schema@.order_claims.sms_campaign_id is 'See obt_orders.';
comment on column @schema@.order_claims.sms_campaign_name is 'See obt_orders.';
comment on column @schema@.order_claims.sms_message_id is 'See obt_orders.';
comment on column @schema@.order_claims.sms_message_name is 'See obt_orders.';
comment on column @schema@.order_claims.sms_attribution_type is 'See obt_orders.';
comment on column @schema@.order_claims.sms_touch_at is 'See obt_orders.';
comment on column @schema@.order_claims.sms_minutes_to_order is 'See obt_orders.';
comment on column @schema@.order_claims.sms_attributed_revenue is 'See obt_orders.';
comment on column @schema@.order_claims.is_sms_last_touch is 'See obt_orders.';
