-- An order has one last touch at most, whoever claims it.
select store_id, order_key, count(*) as last_touches
from {{ source('sms', 'claim_outcomes') }}
where touch_rank = 1 or outcome = 'last_touch'
group by store_id, order_key
having count(*) > 1
