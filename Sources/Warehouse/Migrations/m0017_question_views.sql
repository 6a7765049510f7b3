-- Answers to what people ask of message performance. One definition per metric, the same for every platform:
--   click_through_rate   unique clicks / messages delivered
--   failure_rate         bounced or failed / messages delivered
--   revenue_per_receive  last-touch revenue / messages delivered
-- A rate is null where its denominator is 0 or unknown, and looks only at rows that know both sides. Figures to
-- date (granularity total) stay apart from those of days.

create view @schema@.flow_revenue as
select
  s.sm_store_id as store,
  s.source_system as platform,
  s.sm_message_channel as channel,
  s.dimension_value as flow,
  s.currency,
  sum(s.sms_unique_sends) as sends,
  sum(s.message_unique_receives) as receives,
  sum(s.platform_reported_order_revenue) as reported,
  sum(s.validated_revenue) as validated,
  sum(s.last_touch_revenue) as last_touch,
  sum(s.last_touch_orders) as last_touch_orders,
  round(sum(s.last_touch_revenue) / nullif(sum(s.message_unique_receives), 0), 4) as revenue_per_receive,
  min(t.median_minutes_to_order) as median_minutes_to_order
from @schema@.rpt_outbound_message_performance_summary_daily as s
left join (
  select store_id, source_system, campaign_ref,
    percentile_cont(0.5) within group (order by minutes_to_order) as median_minutes_to_order
  from @schema@.claim_outcomes
  where touch_rank >= 1
  group by 1, 2, 3
) as t on t.store_id = s.sm_store_id and t.source_system = s.source_system and t.campaign_ref = s.campaign_ref
where s.message_kind = 'flow'
group by 1, 2, 3, 4, 5
order by last_touch desc nulls last, reported desc nulls last;

comment on view @schema@.flow_revenue is
  'Which flows drive the most revenue, per currency: by last-touch revenue, with what the platform reports beside '
  'it. median_minutes_to_order is over the claims that stand.';

create view @schema@.click_through_monthly as
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

create view @schema@.platform_comparison_monthly as
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

create view @schema@.delivery_failure_weekly as
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

create view @schema@.flow_against_campaign as
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

create view @schema@.message_ranking as
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

create view @schema@.list_growth_weekly as
with events as (
  select s.store_id as store, (s.created_at at time zone t.reporting_timezone)::date as day, 1 as subscribed,
    null::integer as unsubscribed
  from @schema@.postscript_subscribers as s, @schema@.settings as t
  union all
  select e.store_id, (e.event_time at time zone t.reporting_timezone)::date, null, 1
  from @schema@.postscript_webhook_events as e, @schema@.settings as t
  where e.event = 'shop.subscriber.opt_out'
)
select store, date_trunc('week', day)::date as week,
  sum(subscribed) as subscribed,
  sum(unsubscribed) as unsubscribed,
  sum(subscribed) - sum(unsubscribed) as net_growth
from events
where day is not null
group by 1, 2
order by 1, 2;

comment on view @schema@.list_growth_weekly is
  'Growth of the Postscript list by week, beginning on Monday: subscribers created less opt-out webhooks received. '
  'Net growth is null in a week without both: no opt-out on record may as well mean that none was recorded.';
