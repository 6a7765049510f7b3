create or replace view @schema@.platform_comparison_monthly as
select
  store,
  date_trunc('month', date)::date as month,
  currency,
  platform,
  channel,
  sum(receives) as receives,
  sum(reported_orders) as reported_orders,
  sum(reported) as reported,
  sum(validated) as validated,
  sum(last_touch) as last_touch,
  round(sum(rated_last_touch) / nullif(sum(revenue_receives), 0), 4) as revenue_per_receive
from @schema@.message_rows
group by 1, 2, 3, 4, 5
order by store, month nulls last, currency nulls last, last_touch desc nulls last;

comment on view @schema@.platform_comparison_monthly is
  'Platform against platform and channel against channel in the same month and currency: reported, validated and '
  'last-touch revenue, and last-touch revenue per message delivered. Totals to date are in the month of the send.';
comment on column @schema@.platform_comparison_monthly.store is 'The shop.';
comment on column @schema@.platform_comparison_monthly.month is
  'The first day of the month, in the reporting timezone; null where the day is unknown.';
comment on column @schema@.platform_comparison_monthly.currency is 'ISO 4217 code of the amounts; null where unknown.';
comment on column @schema@.platform_comparison_monthly.platform is 'klaviyo, postscript, attentive, ….';
comment on column @schema@.platform_comparison_monthly.channel is 'email, sms, push, whatsapp, rcs or other.';
comment on column @schema@.platform_comparison_monthly.receives is 'Messages delivered.';
comment on column @schema@.platform_comparison_monthly.reported_orders is 'Orders as the platform reports them.';
comment on column @schema@.platform_comparison_monthly.reported is 'Revenue as the platform reports it.';
comment on column @schema@.platform_comparison_monthly.validated is
  'Revenue that stands after the check, once per platform.';
comment on column @schema@.platform_comparison_monthly.last_touch is
  'Revenue of orders of which the platform has the last touch.';
comment on column @schema@.platform_comparison_monthly.revenue_per_receive is
  'Last-touch revenue / messages delivered, over what knows both.';
