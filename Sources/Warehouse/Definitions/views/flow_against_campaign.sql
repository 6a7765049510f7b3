create or replace view @schema@.flow_against_campaign as
select
  store,
  platform,
  channel,
  message_kind,
  currency,
  sum(sends) as sends,
  sum(receives) as receives,
  round(sum(rated_clicks) / nullif(sum(click_receives), 0), 6) as click_through_rate,
  sum(reported) as reported,
  sum(validated) as validated,
  sum(last_touch) as last_touch,
  round(sum(rated_last_touch) / nullif(sum(revenue_receives), 0), 4) as revenue_per_receive
from @schema@.message_totals
where message_kind in ('flow', 'campaign')
group by 1, 2, 3, 4, 5
order by store, platform, channel, currency nulls last, message_kind;

comment on view @schema@.flow_against_campaign is
  'Automated flows against broadcast campaigns: volume, click-through rate (unique clicks / delivered), revenue.';
comment on column @schema@.flow_against_campaign.store is 'The shop.';
comment on column @schema@.flow_against_campaign.platform is 'klaviyo, postscript, attentive, ….';
comment on column @schema@.flow_against_campaign.channel is 'email, sms, push, whatsapp, rcs or other.';
comment on column @schema@.flow_against_campaign.message_kind is 'flow or campaign.';
comment on column @schema@.flow_against_campaign.currency is 'ISO 4217 code of the amounts; null where unknown.';
comment on column @schema@.flow_against_campaign.sends is 'SMS sent.';
comment on column @schema@.flow_against_campaign.receives is 'Messages delivered.';
comment on column @schema@.flow_against_campaign.click_through_rate is
  'Unique clicks / messages delivered, over what knows both.';
comment on column @schema@.flow_against_campaign.reported is 'Revenue as the platform reports it.';
comment on column @schema@.flow_against_campaign.validated is 'Revenue that stands after the check, once per platform.';
comment on column @schema@.flow_against_campaign.last_touch is
  'Revenue of orders of which the platform has the last touch.';
comment on column @schema@.flow_against_campaign.revenue_per_receive is
  'Last-touch revenue / messages delivered, over what knows both.';
