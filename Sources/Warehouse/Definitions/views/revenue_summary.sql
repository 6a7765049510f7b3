create or replace view @schema@.revenue_summary as
with sums as (
  select
    store_id as store,
    currency,
    case when grouping(source_system) = 1 then 'all platforms' else source_system end as platform,
    case when grouping(source_system) = 1 then 'all' else coalesce(channel, 'unknown') end as channel,
    grouping(source_system) as is_total,
    count(*) filter (where outcome <> 'withdrawn') as claims,
    count(*) filter (where outcome <> 'withdrawn' and status <> 'unverifiable') as checked,
    sum(claimed_revenue) filter (where outcome <> 'withdrawn') as claimed,
    sum(counted_revenue) as counted,
    sum(counted_revenue) filter (where touch_rank = 1) as counted_once,
    count(distinct order_key) filter (where touch_rank >= 1) as orders,
    count(*) filter (where touch_rank = 1) as last_touch_orders,
    count(*) filter (where outcome = 'superseded') as superseded,
    count(*) filter (where outcome = 'rejected') as rejected,
    count(*) filter (where outcome = 'unverifiable') as unchecked,
    count(*) filter (where outcome = 'withdrawn') as withdrawn
  from @schema@.claim_outcomes
  group by grouping sets ((store_id, currency, source_system, channel), (store_id, currency))
), known as (
  select *,
    case when claims = 0 then 0 else claimed end as reported,
    @schema@.sum_of_checked(counted, claims, checked) as validated,
    @schema@.sum_of_checked(counted_once, claims, checked) as last_touch
  from sums
)
select
  store,
  currency,
  platform,
  channel,
  claims,
  reported,
  validated,
  last_touch,
  orders,
  last_touch_orders,
  superseded,
  rejected,
  unchecked,
  withdrawn,
  round(last_touch / nullif(reported, 0), 4) as last_touch_share
from known
order by store, currency nulls last, is_total, reported desc nulls last;

comment on view @schema@.revenue_summary is
  'Per store, currency, platform and channel, and for all platforms together: what the platforms claim, what of it '
  'stands, and what counts once. Over all platforms an order that two rightly claim is in validated twice.';
comment on column @schema@.revenue_summary.store is 'The shop.';
comment on column @schema@.revenue_summary.currency is 'ISO 4217 code of the amounts; null where unknown.';
comment on column @schema@.revenue_summary.platform is 'The claiming platform, or all platforms.';
comment on column @schema@.revenue_summary.channel is 'email, sms, push, whatsapp, rcs, other, unknown, or all.';
comment on column @schema@.revenue_summary.claims is 'Claims that the platform makes.';
comment on column @schema@.revenue_summary.reported is 'What those claims state.';
comment on column @schema@.revenue_summary.validated is
  'What stands after the check, once per order and platform; 0 where claims were checked and none stands.';
comment on column @schema@.revenue_summary.last_touch is
  'What counts once per order in all: the platform of the latest touch has it.';
comment on column @schema@.revenue_summary.orders is 'Orders that stand, each once, also over all platforms.';
comment on column @schema@.revenue_summary.last_touch_orders is 'Orders of which the platform has the last touch.';
comment on column @schema@.revenue_summary.superseded is
  'Valid claims that lost to another message of the same platform.';
comment on column @schema@.revenue_summary.rejected is 'Claims that the check rejected.';
comment on column @schema@.revenue_summary.unchecked is
  'Claims that nothing confirms or denies: no order, and no orders export of the day.';
comment on column @schema@.revenue_summary.withdrawn is 'Claims that the platform no longer makes.';
comment on column @schema@.revenue_summary.last_touch_share is 'last_touch / reported.';
