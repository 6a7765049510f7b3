create or replace view @schema@.click_through_monthly as
select *, click_through_rate - lag(click_through_rate) over (
    partition by store, platform, channel, granularity order by month) as change
from (
  select
    sm_store_id as store,
    source_system as platform,
    sm_message_channel as channel,
    granularity,
    date_trunc('month', date)::date as month,
    sum(message_unique_receives) as receives,
    sum(message_unique_clicks) as unique_clicks,
    round(sum(message_unique_clicks) / nullif(sum(message_unique_receives), 0), 6) as click_through_rate
  from @schema@.rpt_outbound_message_performance_summary_daily
  where num_nulls(message_unique_receives, message_unique_clicks) = 0
  group by 1, 2, 3, 4, 5
) as m
order by store, month, platform, channel;

comment on view @schema@.click_through_monthly is
  'Click-through rate (unique clicks / delivered) by month, and its change against the month before that has one.';
