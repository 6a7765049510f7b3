create or replace view @schema@.flow_against_campaign as
select
  sm_store_id as store,
  source_system as platform,
  sm_message_channel as channel,
  message_kind,
  currency,
  sum(sms_unique_sends) as sends,
  sum(message_unique_receives) as receives,
  round(sum(message_unique_clicks) filter (where message_unique_receives is not null)
    / nullif(sum(message_unique_receives) filter (where message_unique_clicks is not null), 0), 6)
    as click_through_rate,
  sum(platform_reported_order_revenue) as reported,
  sum(validated_revenue) as validated,
  sum(last_touch_revenue) as last_touch,
  round(sum(last_touch_revenue) / nullif(sum(message_unique_receives), 0), 4) as revenue_per_receive
from @schema@.rpt_outbound_message_performance_summary_daily
where message_kind in ('flow', 'campaign')
group by 1, 2, 3, 4, 5
order by store, platform, channel, currency nulls last, message_kind;

comment on view @schema@.flow_against_campaign is
  'Automated flows against broadcast campaigns: volume, click-through rate (unique clicks / delivered), revenue.';
