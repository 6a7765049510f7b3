-- The message mart and the claims come to the same, per platform and currency, to the cent.
with claims as (
  select store_id as store, source_system as platform, currency,
    coalesce(sum(claimed_revenue) filter (where outcome <> 'withdrawn'), 0) as claimed,
    coalesce(sum(counted_revenue), 0) as validated,
    coalesce(sum(counted_revenue) filter (where touch_rank = 1), 0) as last_touch
  from {{ source('sms', 'claim_outcomes') }}
  group by 1, 2, 3
), messages as (
  select sm_store_id as store, source_system as platform, currency,
    coalesce(sum(claimed_revenue), 0) as claimed,
    coalesce(sum(validated_revenue), 0) as validated,
    coalesce(sum(last_touch_revenue), 0) as last_touch
  from {{ source('sms', 'rpt_outbound_message_performance_summary_daily') }}
  where claimed_orders is not null
  group by 1, 2, 3
)
(select 'claims' as side, * from claims except all select 'claims', * from messages)
union all
(select 'messages', * from messages except all select 'messages', * from claims)
