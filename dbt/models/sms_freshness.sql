-- When the newest export of each source was made. It moves on quiet days too, when no row of a stream does.
select
  e.store_id as store,
  e.stream,
  e.source_system as platform,
  max(e.observed_at) filter (where isfinite(e.observed_at)) as observed_at,
  max(e._sdc_batched_at) as loaded_at,
  (
    select max(d.day) from {{ source('sms', 'coverage_days') }} as d
    where d.store_id = e.store_id and d.stream = e.stream and d.source_system = e.source_system
  ) as covered_until,
  round(extract(epoch from now() - max(e.observed_at) filter (where isfinite(e.observed_at))) / 3600, 1) as hours_old
from {{ source('sms', 'export_coverage') }} as e
group by e.store_id, e.stream, e.source_system
