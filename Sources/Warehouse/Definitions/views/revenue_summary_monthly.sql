create or replace view @schema@.revenue_summary_monthly as
with sums as (
  select
    store_id as store,
    date_trunc('month', date)::date as month,
    currency,
    source_system as platform,
    coalesce(channel, 'unknown') as channel,
    count(*) filter (where outcome <> 'withdrawn') as claims,
    count(*) filter (where outcome <> 'withdrawn' and status <> 'unverifiable') as checked,
    sum(claimed_revenue) filter (where outcome <> 'withdrawn') as claimed,
    sum(counted_revenue) as counted,
    sum(counted_revenue) filter (where touch_rank = 1) as counted_once,
    count(*) filter (where touch_rank >= 1) as orders,
    count(*) filter (where touch_rank = 1) as last_touch_orders,
    count(*) filter (where outcome = 'superseded') as superseded,
    count(*) filter (where outcome = 'rejected') as rejected,
    count(*) filter (where outcome = 'unverifiable') as unchecked,
    count(*) filter (where outcome = 'withdrawn') as withdrawn
  from @schema@.claim_outcomes
  group by 1, 2, 3, 4, 5
), known as (
  select *,
    case when claims = 0 then 0 else claimed end as reported,
    @schema@.sum_of_checked(counted, claims, checked) as validated,
    @schema@.sum_of_checked(counted_once, claims, checked) as last_touch
  from sums
)
select
  store,
  month,
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
  withdrawn
from known
order by store, month nulls last, currency nulls last, reported desc nulls last;

comment on view @schema@.revenue_summary_monthly is
  'revenue_summary by month in the reporting timezone (by day of order or of message: settings.revenue_date).';
comment on column @schema@.revenue_summary_monthly.store is 'The shop.';
comment on column @schema@.revenue_summary_monthly.month is
  'The first day of the month; null for claims whose day is unknown.';
comment on column @schema@.revenue_summary_monthly.currency is 'ISO 4217 code of the amounts; null where unknown.';
comment on column @schema@.revenue_summary_monthly.platform is 'The claiming platform.';
comment on column @schema@.revenue_summary_monthly.channel is 'email, sms, push, whatsapp, rcs, other, or unknown.';
comment on column @schema@.revenue_summary_monthly.claims is 'Claims that the platform makes.';
comment on column @schema@.revenue_summary_monthly.reported is 'What those claims state.';
comment on column @schema@.revenue_summary_monthly.validated is
  'What stands after the check, once per order and platform; 0 where claims were checked and none stands.';
comment on column @schema@.revenue_summary_monthly.last_touch is
  'What counts once per order in all: the platform of the latest touch has it.';
comment on column @schema@.revenue_summary_monthly.orders is 'Orders that stand, once per platform.';
comment on column @schema@.revenue_summary_monthly.last_touch_orders is
  'Orders of which the platform has the last touch.';
comment on column @schema@.revenue_summary_monthly.superseded is
  'Valid claims that lost to another message of the same platform.';
comment on column @schema@.revenue_summary_monthly.rejected is 'Claims that the check rejected.';
comment on column @schema@.revenue_summary_monthly.unchecked is
  'Claims that nothing confirms or denies: no order, and no orders export of the day.';
comment on column @schema@.revenue_summary_monthly.withdrawn is 'Claims that the platform no longer makes.';
