-- What the platforms say they earned, and what of it is true. For psql, with the variable schema.

set search_path to :"schema";
\pset null ''
\pset footer off

\echo
\echo 'Revenue: as the platforms report it, as validated against Shopify, and by last touch'
select platform, channel, currency, claims, reported, validated, last_touch,
  round(100 * last_touch_share, 1) as "last touch %"
from revenue_summary
order by platform = 'all platforms', channel <> 'sms', platform, claims desc;

\echo 'Claims of SMS platforms that do not count, or not in full, by reason'
select outcome, reason, sum(claims) as claims,
  string_agg(reported || ' ' || currency, ', ' order by claims desc) as reported
from revenue_not_counted
where platform in (select platform from revenue_summary where channel = 'sms')
group by outcome, reason
order by outcome = 'rejected', outcome, sum(claims) desc;
