-- Validated revenue has an order once per platform, whichever of its messages claim it.
select store_id, order_key, source_system, count(*) as winners
from {{ source('sms', 'claim_outcomes') }}
where counted_revenue is not null or touch_rank is not null
group by store_id, order_key, source_system
having count(*) > 1
