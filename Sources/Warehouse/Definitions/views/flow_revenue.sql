-- Answers to what people ask of message performance. One definition per metric, the same for every platform:
--   click_through_rate   unique clicks / messages delivered
--   failure_rate         bounced or failed / messages delivered
--   revenue_per_receive  last-touch revenue / messages delivered
-- A rate is null where its denominator is 0 or unknown, and looks only at rows that know both sides. Figures to
-- date (granularity total) stay apart from those of days.

create or replace view @schema@.flow_revenue as
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
