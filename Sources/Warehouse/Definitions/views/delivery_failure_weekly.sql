create or replace view @schema@.delivery_failure_weekly as
select
  store,
  date_trunc('week', date)::date as week,
  platform,
  channel,
  message_kind,
  sum(bounce_receives) as receives,
  sum(rated_bounces) as failures,
  round(sum(rated_bounces) / nullif(sum(bounce_receives), 0), 6) as failure_rate
from @schema@.message_rows
where bounce_receives is not null
group by 1, 2, 3, 4, 5
order by store, week, platform, channel, message_kind;

comment on view @schema@.delivery_failure_weekly is
  'Delivery failures (bounced or failed / delivered) by week, beginning on Monday, and kind of message.';
comment on column @schema@.delivery_failure_weekly.store is 'The shop.';
comment on column @schema@.delivery_failure_weekly.week is
  'The Monday that begins the week, in the reporting timezone.';
comment on column @schema@.delivery_failure_weekly.platform is 'klaviyo, postscript, attentive, ….';
comment on column @schema@.delivery_failure_weekly.channel is 'email, sms, push, whatsapp, rcs or other.';
comment on column @schema@.delivery_failure_weekly.message_kind is 'campaign, flow, keyword, conversation or other.';
comment on column @schema@.delivery_failure_weekly.receives is 'Messages delivered, where failures are known too.';
comment on column @schema@.delivery_failure_weekly.failures is
  'Bounced or failed deliveries, where deliveries are known too.';
comment on column @schema@.delivery_failure_weekly.failure_rate is
  'failures / receives; null where none was delivered.';
