create or replace view @schema@.click_through_monthly as
with rates as (
  select
    store,
    platform,
    channel,
    date_trunc('month', date)::date as month,
    sum(click_receives) as receives,
    sum(rated_clicks) as unique_clicks,
    round(sum(rated_clicks) / nullif(sum(click_receives), 0), 6) as click_through_rate
  from @schema@.message_rows
  where click_receives is not null
  group by 1, 2, 3, 4
), numbered as (
  -- A month without a rate is passed over: the change is against the last month that has one.
  select *, count(click_through_rate) over (partition by store, platform, channel order by month) as rates_so_far
  from rates
)
select
  n.store,
  n.platform,
  n.channel,
  n.month,
  n.receives,
  n.unique_clicks,
  n.click_through_rate,
  n.click_through_rate - p.click_through_rate as change
from numbered as n
left join numbered as p
  on p.store = n.store and p.platform = n.platform and p.channel is not distinct from n.channel
  and p.rates_so_far = n.rates_so_far - 1 and p.click_through_rate is not null
order by n.store, n.month, n.platform, n.channel;

comment on view @schema@.click_through_monthly is
  'Click-through rate (unique clicks / delivered) by month, and its change against the last month that has one.';
comment on column @schema@.click_through_monthly.store is 'The shop.';
comment on column @schema@.click_through_monthly.platform is 'klaviyo, postscript, attentive, ….';
comment on column @schema@.click_through_monthly.channel is 'email, sms, push, whatsapp, rcs or other.';
comment on column @schema@.click_through_monthly.month is 'The first day of the month, in the reporting timezone.';
comment on column @schema@.click_through_monthly.receives is 'Messages delivered, where clicks are known too.';
comment on column @schema@.click_through_monthly.unique_clicks is
  'Recipients who clicked, where deliveries are known too.';
comment on column @schema@.click_through_monthly.click_through_rate is
  'unique_clicks / receives; null where none was delivered.';
comment on column @schema@.click_through_monthly.change is 'The rate less that of the last month that has one.';
