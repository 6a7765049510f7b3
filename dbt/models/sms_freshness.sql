-- When the newest export of each source was made. It moves on quiet days too, when no row of a stream does.
select store, stream, platform, observed_at, loaded_at, covered_until, hours_old
from {{ source('sms', 'source_freshness') }}
