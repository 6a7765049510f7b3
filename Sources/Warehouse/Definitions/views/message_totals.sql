create or replace view @schema@.message_totals as
select
  store,
  platform,
  message_id,
  currency,
  max(channel collate "C") as channel,
  max(message_kind collate "C") as message_kind,
  max(message_name collate "C") as message_name,
  max(campaign collate "C") as campaign,
  sum(sends) as sends,
  sum(receives) as receives,
  sum(unique_clicks) as unique_clicks,
  sum(bounces) as bounces,
  sum(reported_orders) as reported_orders,
  sum(reported) as reported,
  sum(validated_orders) as validated_orders,
  sum(validated) as validated,
  sum(last_touch_orders) as last_touch_orders,
  sum(last_touch) as last_touch,
  sum(rated_clicks) as rated_clicks,
  sum(click_receives) as click_receives,
  sum(rated_bounces) as rated_bounces,
  sum(bounce_receives) as bounce_receives,
  sum(rated_last_touch) as rated_last_touch,
  sum(revenue_receives) as revenue_receives
from @schema@.message_rows
group by store, platform, message_id, currency;

comment on view @schema@.message_totals is
  'Every message with its figures to date, per currency: the newest total, or the sum of its days, never both.';
comment on column @schema@.message_totals.store is 'The shop.';
comment on column @schema@.message_totals.platform is 'klaviyo, postscript, attentive, ….';
comment on column @schema@.message_totals.message_id is 'The message.';
comment on column @schema@.message_totals.currency is 'ISO 4217 code of the amounts; null where unknown.';
comment on column @schema@.message_totals.channel is 'email, sms, push, whatsapp, rcs or other.';
comment on column @schema@.message_totals.message_kind is 'campaign, flow, keyword, conversation or other.';
comment on column @schema@.message_totals.message_name is 'Its name.';
comment on column @schema@.message_totals.campaign is 'The name of its campaign or flow, else the id.';
comment on column @schema@.message_totals.sends is 'SMS sent.';
comment on column @schema@.message_totals.receives is 'Messages delivered.';
comment on column @schema@.message_totals.unique_clicks is 'Recipients who clicked.';
comment on column @schema@.message_totals.bounces is 'Bounced or failed deliveries.';
comment on column @schema@.message_totals.reported_orders is 'Orders as the platform reports them.';
comment on column @schema@.message_totals.reported is 'Revenue as the platform reports it.';
comment on column @schema@.message_totals.validated_orders is 'Orders that stand after the check, once per platform.';
comment on column @schema@.message_totals.validated is 'Revenue of those.';
comment on column @schema@.message_totals.last_touch_orders is
  'Of those, orders of which the platform has the last touch.';
comment on column @schema@.message_totals.last_touch is 'Revenue of those.';
comment on column @schema@.message_totals.rated_clicks is 'Upper part of the click-through rate; see message_rows.';
comment on column @schema@.message_totals.click_receives is 'Lower part of the click-through rate.';
comment on column @schema@.message_totals.rated_bounces is 'Upper part of the failure rate.';
comment on column @schema@.message_totals.bounce_receives is 'Lower part of the failure rate.';
comment on column @schema@.message_totals.rated_last_touch is 'Upper part of revenue per receive.';
comment on column @schema@.message_totals.revenue_receives is 'Lower part of revenue per receive.';
