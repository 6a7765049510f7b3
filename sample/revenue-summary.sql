-- What the platforms say they earned, and what of it is true. For psql, with the variable schema.

set search_path to :"schema";
\pset null ''
\pset footer off

\echo
\echo 'Revenue: as the platforms report it, as validated against Shopify, and by last touch'
select source_system as platform, channel, currency,
  count(*) as claims,
  sum(claimed_revenue) as reported,
  sum(counted_revenue) as validated,
  sum(counted_revenue) filter (where outcome = 'last_touch') as last_touch,
  round(100 * sum(counted_revenue) filter (where outcome = 'last_touch')
    / nullif(sum(claimed_revenue), 0), 1) as "last touch %"
from claim_outcomes
group by source_system, channel, currency
order by channel <> 'sms', source_system, count(*) desc;

\echo 'Claims to SMS revenue that do not count, or not in full'
select outcome, reason, sum(claims) as claims,
  string_agg(reported || ' ' || currency, ', ' order by claims desc) as reported
from (
  select outcome, outcome_reason as reason, currency, count(*) as claims,
    sum(claimed_revenue) as reported
  from claim_outcomes
  where outcome <> 'last_touch' and channel = 'sms'
  group by outcome, outcome_reason, currency
) as by_currency
group by outcome, reason
order by outcome = 'rejected', outcome, sum(claims) desc;
