-- Of all orders that the warehouse holds, what counts is no more than what the shop sold, in each currency.
select c.store_id, c.order_currency, sum(c.counted_revenue) as last_touch, min(s.revenue) as shop_revenue
from {{ source('sms', 'claim_outcomes') }} as c
left join (
  select store_id, currency, sum(revenue) as revenue
  from {{ source('sms', 'order_checks') }}
  where is_valid
  group by store_id, currency
) as s on s.store_id = c.store_id and s.currency is not distinct from c.order_currency
where c.touch_rank = 1 and c.order_held
group by c.store_id, c.order_currency
having sum(c.counted_revenue) > coalesce(min(s.revenue), 0)
