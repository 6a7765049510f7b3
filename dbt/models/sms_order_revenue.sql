-- Like beside like: what an order is credited with is its revenue by settings.revenue_figure, not one of the other
-- amounts that obt_orders has of it.
select
  k.store_id as sm_store_id,
  k.order_id,
  k.order_name,
  (k.order_at at time zone k.reporting_timezone)::date as order_date,
  k.currency,
  k.is_valid as is_order_sm_valid,
  k.revenue as order_revenue,
  c.platform_reported_revenue,
  c.last_touch_source_system,
  c.last_touch_channel,
  c.last_touch_revenue
from {{ source('sms', 'order_checks') }} as k
left join {{ source('sms', 'order_claims') }} as c on c.store_id = k.store_id and c.order_id = k.order_id
