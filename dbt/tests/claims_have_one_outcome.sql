-- What platforms report is what counts and what does not, each claim in one line of the two.
with reported as (
  select store, currency, platform, sum(claims) as claims, sum(reported) as reported
  from {{ source('sms', 'revenue_summary') }}
  where platform <> 'all platforms'
  group by store, currency, platform
), lines as (
  select store, currency, platform, claims, reported
  from {{ source('sms', 'revenue_not_counted') }}
  where outcome <> 'withdrawn'
  union all
  select store_id, currency, source_system, 1, claimed_revenue
  from {{ source('sms', 'claim_outcomes') }}
  where outcome = 'last_touch'
), added as (
  select store, currency, platform, sum(claims) as claims, sum(reported) as reported
  from lines
  group by store, currency, platform
)
select r.store, r.currency, r.platform, r.claims, a.claims as in_lines, r.reported, a.reported as reported_in_lines
from reported as r
left join added as a
  on a.store = r.store and a.platform = r.platform and a.currency is not distinct from r.currency
where r.claims is distinct from coalesce(a.claims, 0) or r.reported is distinct from a.reported
