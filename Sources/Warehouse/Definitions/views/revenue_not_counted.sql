create or replace view @schema@.revenue_not_counted as
select
  store_id as store,
  currency,
  source_system as platform,
  outcome,
  outcome_reason as reason,
  count(*) as claims,
  sum(claimed_revenue) as reported,
  sum(order_revenue) as order_revenue
from @schema@.claim_outcomes
where outcome <> 'last_touch'
group by 1, 2, 3, 4, 5
order by 1, 2 nulls last, 3, 6 desc, 4, 5;

comment on view @schema@.revenue_not_counted is
  'Every claim that is not the last touch, by what became of it and why. A claim with several rejection reasons is '
  'under the first, so that the lines add up; claim_outcomes has them all.';
comment on column @schema@.revenue_not_counted.store is 'The shop.';
comment on column @schema@.revenue_not_counted.currency is 'ISO 4217 code of the amounts; null where unknown.';
comment on column @schema@.revenue_not_counted.platform is 'The claiming platform.';
comment on column @schema@.revenue_not_counted.outcome is 'What became of the claims; see claim_outcomes.';
comment on column @schema@.revenue_not_counted.reason is 'Why; see claim_outcomes.';
comment on column @schema@.revenue_not_counted.claims is 'The claims.';
comment on column @schema@.revenue_not_counted.reported is 'What they state.';
comment on column @schema@.revenue_not_counted.order_revenue is
  'Revenue of their orders: what, for example, renewals would have added.';
