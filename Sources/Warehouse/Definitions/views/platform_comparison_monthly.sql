create or replace view @schema@.platform_comparison_monthly as
select
  sm_store_id as store,
  date_trunc('month', date)::date as month,
  currency,
  source_system as platform,
  sm_message_channel as channel,
  sum(message_unique_receives) as receives,
  sum(platform_reported_orders) as reported_orders,
  sum(platform_reported_order_revenue) as reported,
  sum(validated_revenue) as validated,
  sum(last_touch_revenue) as last_touch,
  round(sum(last_touch_revenue) / nullif(sum(message_unique_receives), 0), 4) as revenue_per_receive
from @schema@.rpt_outbound_message_performance_summary_daily
group by 1, 2, 3, 4, 5
order by store, month nulls last, currency nulls last, last_touch desc nulls last;

comment on view @schema@.platform_comparison_monthly is
  'Platform against platform and channel against channel in the same month and currency: reported, validated and '
  'last-touch revenue, and last-touch revenue per message delivered.';
