create or replace view @schema@.message_ranking as
select
  store,
  platform,
  channel,
  message_kind,
  message_id,
  message_name,
  currency,
  receives,
  round(rated_clicks / nullif(click_receives, 0), 6) as click_through_rate,
  reported,
  last_touch,
  round(rated_last_touch / nullif(revenue_receives, 0), 4) as revenue_per_receive
from @schema@.message_totals;

comment on view @schema@.message_ranking is
  'Every message with its click-through rate (unique clicks / delivered) and revenue per message delivered; filter '
  'on receives for a volume floor, order by the rate asked for.';
comment on column @schema@.message_ranking.store is 'The shop.';
comment on column @schema@.message_ranking.platform is 'klaviyo, postscript, attentive, ….';
comment on column @schema@.message_ranking.channel is 'email, sms, push, whatsapp, rcs or other.';
comment on column @schema@.message_ranking.message_kind is 'campaign, flow, keyword, conversation or other.';
comment on column @schema@.message_ranking.message_id is 'The message.';
comment on column @schema@.message_ranking.message_name is 'Its name.';
comment on column @schema@.message_ranking.currency is 'ISO 4217 code of the amounts; null where unknown.';
comment on column @schema@.message_ranking.receives is 'Messages delivered.';
comment on column @schema@.message_ranking.click_through_rate is
  'Unique clicks / messages delivered, over what knows both.';
comment on column @schema@.message_ranking.reported is 'Revenue as the platform reports it.';
comment on column @schema@.message_ranking.last_touch is 'Revenue of orders of which the message has the last touch.';
comment on column @schema@.message_ranking.revenue_per_receive is
  'Last-touch revenue / messages delivered, over what knows both.';
