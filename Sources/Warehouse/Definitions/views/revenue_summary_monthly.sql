create or replace view @schema@.revenue_summary_monthly as
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
