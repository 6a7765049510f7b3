create or replace view @schema@.flow_revenue as
with flows as (
  select * from @schema@.message_totals where message_kind = 'flow'
), medians as (
  -- Over the claims of the messages that the line is about, whatever the claims call their flow.
  select f.store, f.platform, f.channel, f.campaign, f.currency,
    -- The mean of the two in the middle, in decimals: percentile_cont() would compute in binary fractions.
    trim_scale(0.5 * (percentile_disc(0.5) within group (order by o.minutes_to_order)
      + percentile_disc(0.5) within group (order by o.minutes_to_order desc))) as minutes
  from flows as f
  join @schema@.claim_outcomes as o
    on o.message_id = f.message_id and o.source_system = f.platform and o.store_id = f.store
    and o.currency is not distinct from f.currency
  where o.touch_rank >= 1
  group by 1, 2, 3, 4, 5
)
select
  m.store,
  m.platform,
  m.channel,
  m.campaign as flow,
  m.currency,
  sum(m.sends) as sends,
  sum(m.receives) as receives,
  sum(m.reported) as reported,
  sum(m.validated) as validated,
  sum(m.last_touch) as last_touch,
  sum(m.last_touch_orders) as last_touch_orders,
  round(sum(m.rated_last_touch) / nullif(sum(m.revenue_receives), 0), 4) as revenue_per_receive,
  t.minutes as median_minutes_to_order
from flows as m
left join medians as t
  on t.store = m.store and t.platform = m.platform and t.channel is not distinct from m.channel
  and t.campaign is not distinct from m.campaign and t.currency is not distinct from m.currency
group by m.store, m.platform, m.channel, m.campaign, m.currency, t.minutes
order by m.store, m.currency nulls last, last_touch desc nulls last, reported desc nulls last;

comment on view @schema@.flow_revenue is
  'Which flows drive the most revenue, per currency: by last-touch revenue, with what the platform reports beside it.';
comment on column @schema@.flow_revenue.store is 'The shop.';
comment on column @schema@.flow_revenue.platform is 'klaviyo, postscript, attentive, ….';
comment on column @schema@.flow_revenue.channel is 'email, sms, push, whatsapp, rcs or other.';
comment on column @schema@.flow_revenue.flow is 'The name of the flow, else its id.';
comment on column @schema@.flow_revenue.currency is 'ISO 4217 code of the amounts; null where unknown.';
comment on column @schema@.flow_revenue.sends is 'SMS sent.';
comment on column @schema@.flow_revenue.receives is 'Messages delivered.';
comment on column @schema@.flow_revenue.reported is 'Revenue as the platform reports it.';
comment on column @schema@.flow_revenue.validated is 'Revenue that stands after the check, once per platform.';
comment on column @schema@.flow_revenue.last_touch is 'Revenue of orders of which the flow has the last touch.';
comment on column @schema@.flow_revenue.last_touch_orders is 'Those orders.';
comment on column @schema@.flow_revenue.revenue_per_receive is
  'Last-touch revenue / messages delivered, over what knows both.';
comment on column @schema@.flow_revenue.median_minutes_to_order is
  'Median of the minutes from touch to order, over the claims of the line that stand.';
