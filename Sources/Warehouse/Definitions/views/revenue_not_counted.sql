create or replace view @schema@.revenue_not_counted as
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
