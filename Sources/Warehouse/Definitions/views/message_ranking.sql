create or replace view @schema@.message_ranking as
select
  sm_store_id as store,
  source_system as platform,
  sm_message_channel as channel,
  message_kind,
  message_id,
  max(message_name) as message_name,
  granularity,
  currency,
  sum(message_unique_receives) as receives,
  round(sum(message_unique_clicks) filter (where message_unique_receives is not null)
    / nullif(sum(message_unique_receives) filter (where message_unique_clicks is not null), 0), 6)
    as click_through_rate,
  sum(platform_reported_order_revenue) as reported,
  sum(last_touch_revenue) as last_touch,
  round(sum(last_touch_revenue) / nullif(sum(message_unique_receives), 0), 4) as revenue_per_receive
from @schema@.rpt_outbound_message_performance_summary_daily
group by 1, 2, 3, 4, 5, 7, 8;

comment on view @schema@.message_ranking is
  'Every message with its click-through rate (unique clicks / delivered) and revenue per message delivered; filter '
  'on receives for a volume floor, order by the rate asked for.';
