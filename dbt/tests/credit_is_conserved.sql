-- What the last touch is credited with is the order's own revenue: no more, no less, and nothing where the order does
-- not count. A renewal counts where the policy takes it.
select c.store_id, c.order_key, sum(c.counted_revenue) as credited, max(k.revenue) as revenue
from {{ source('sms', 'claim_outcomes') }} as c
join {{ source('sms', 'order_checks') }} as k on k.store_id = c.store_id and k.order_id = c.order_key
where c.touch_rank = 1
group by c.store_id, c.order_key
having sum(c.counted_revenue) is distinct from max(k.revenue) or not bool_and(k.is_valid)
