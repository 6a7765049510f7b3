-- What the SMS revenue really is: what platforms report, what of it stands, and what counts once.

create or replace view @schema@.revenue_summary as
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
