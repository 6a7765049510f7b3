-- What the platforms say they earned, and what of it is true.

set search_path to :"schema";
\pset null ''
\pset footer off

\echo
\echo 'Revenue by platform: as reported, as validated against Shopify, and by last touch'
select source_system as platform, channel, currency,
  count(*) as claims,
  sum(claimed_revenue) as reported,
  sum(counted_revenue) as validated,
  sum(counted_revenue) filter (where outcome = 'last_touch') as last_touch,
  round(100 * sum(counted_revenue) filter (where outcome = 'last_touch')
    / nullif(sum(claimed_revenue), 0), 1) as "last touch %"
from claim_outcomes
group by source_system, channel, currency
order by source_system = 'postscript' desc, source_system, sum(claimed_revenue) desc;

\echo 'Claims to SMS that do not count in full, by reason'
select outcome, outcome_reason as reason, currency, count(*) as claims,
  sum(claimed_revenue) as reported
from claim_outcomes
where outcome <> 'last_touch' and channel = 'sms'
group by outcome, outcome_reason, currency
order by currency = 'USD' desc, currency, outcome, sum(claimed_revenue) desc;
