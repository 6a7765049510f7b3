create or replace view @schema@.delivery_failure_weekly as
select
  sm_store_id as store,
  date_trunc('week', date)::date as week,
  source_system as platform,
  sm_message_channel as channel,
  message_kind,
  granularity,
  sum(message_unique_receives) as receives,
  sum(message_unique_bounces) as failures,
  round(sum(message_unique_bounces) / nullif(sum(message_unique_receives), 0), 6) as failure_rate
from @schema@.rpt_outbound_message_performance_summary_daily
where num_nulls(message_unique_receives, message_unique_bounces) = 0
group by 1, 2, 3, 4, 5, 6
order by store, week, platform, channel, message_kind;

comment on view @schema@.delivery_failure_weekly is
  'Delivery failures (bounced or failed / delivered) by week, beginning on Monday, and kind of message.';
