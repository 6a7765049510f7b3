-- What the SMS revenue really is: what platforms report, what of it stands, and what counts once.

create view @schema@.revenue_summary as
select
  store_id as store,
  currency,
  case when grouping(source_system) = 1 then 'all platforms' else source_system end as platform,
  case when grouping(source_system) = 1 then 'all' else coalesce(channel, 'unknown') end as channel,
  count(*) as claims,
  sum(claimed_revenue) as reported,
  sum(counted_revenue) as validated,
  sum(counted_revenue) filter (where touch_rank = 1) as last_touch,
  count(distinct order_key) filter (where touch_rank >= 1) as orders,
  count(*) filter (where touch_rank = 1) as last_touch_orders,
  count(*) filter (where outcome = 'superseded') as superseded,
  count(*) filter (where outcome = 'rejected') as rejected,
  count(*) filter (where outcome in ('unverifiable', 'unvalidated')) as unchecked,
  round(sum(counted_revenue) filter (where touch_rank = 1) / nullif(sum(claimed_revenue), 0), 4) as last_touch_share
from @schema@.claim_outcomes
group by grouping sets ((store_id, currency, source_system, channel), (store_id, currency))
order by store_id, currency nulls last, grouping(source_system), sum(claimed_revenue) desc nulls last;

comment on view @schema@.revenue_summary is
  'Per store, currency, platform and channel, and for all platforms together: reported = what the platforms claim; '
  'validated = what stands after the check, once per order and platform (over all platforms an order that two '
  'rightly claim is in it twice); last_touch = once per order in all. last_touch_share = last_touch / reported. '
  'Orders counts each order once, also in the line for all platforms.';

create view @schema@.revenue_summary_monthly as
select
  store_id as store,
  date_trunc('month', date)::date as month,
  currency,
  source_system as platform,
  coalesce(channel, 'unknown') as channel,
  count(*) as claims,
  sum(claimed_revenue) as reported,
  sum(counted_revenue) as validated,
  sum(counted_revenue) filter (where touch_rank = 1) as last_touch,
  count(*) filter (where touch_rank >= 1) as orders,
  count(*) filter (where touch_rank = 1) as last_touch_orders,
  count(*) filter (where outcome = 'superseded') as superseded,
  count(*) filter (where outcome = 'rejected') as rejected,
  count(*) filter (where outcome in ('unverifiable', 'unvalidated')) as unchecked
from @schema@.claim_outcomes
group by 1, 2, 3, 4, 5
order by 1, 2 nulls last, 3 nulls last, 7 desc nulls last;

comment on view @schema@.revenue_summary_monthly is
  'revenue_summary by month in the reporting timezone (by day of order or of message: settings.revenue_date). '
  'A null month holds the claims whose day is unknown.';

create view @schema@.revenue_not_counted as
select
  store_id as store,
  currency,
  source_system as platform,
  outcome,
  outcome_reason as reason,
  count(*) as claims,
  sum(claimed_revenue) as reported
from @schema@.claim_outcomes
where outcome <> 'last_touch'
group by 1, 2, 3, 4, 5
order by 1, 2 nulls last, 3, 6 desc, 4, 5;

comment on view @schema@.revenue_not_counted is
  'Every claim that is not the last touch, by what became of it and why. A claim with several rejection reasons is '
  'under the first, so that the lines add up; attributed_orders has them all.';

create view @schema@.contested_orders as
select
  o.store_id as store,
  o.order_key as order_id,
  min(f.order_name) as order_name,
  o.currency,
  count(distinct o.source_system) as platforms,
  string_agg(o.source_system, ', ' order by o.touch_rank) as by_touch,
  min(o.source_system) filter (where o.touch_rank = 1) as last_touch,
  sum(o.claimed_revenue) as reported,
  sum(o.counted_revenue) as validated,
  sum(o.counted_revenue) filter (where o.touch_rank = 1) as last_touch_revenue
from @schema@.claim_outcomes as o
left join @schema@.shopify_orders as f on f.store_id = o.store_id and f.order_id = o.order_key
where o.touch_rank >= 1
  and exists (
    select from @schema@.claim_outcomes as other
    where other.store_id = o.store_id and other.order_key = o.order_key and other.touch_rank = 2)
group by 1, 2, 4;

comment on view @schema@.contested_orders is
  'Orders that more than one platform rightly claims, the platform of the latest touch first. Per currency of the '
  'claims.';
