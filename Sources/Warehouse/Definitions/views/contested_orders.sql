create or replace view @schema@.contested_orders as
select
  o.store_id as store,
  o.order_key as order_id,
  min(f.order_name) as order_name,
  o.currency,
  count(distinct o.source_system) as platforms,
  string_agg(o.source_system, ', ' order by o.touch_rank) as by_touch,
  min(o.source_system) filter (where o.touch_rank = 1) as last_touch,
  sum(o.claimed_revenue) as reported,
  sum(o.counted_revenue) as validated,
  sum(o.counted_revenue) filter (where o.touch_rank = 1) as last_touch_revenue
from @schema@.claim_outcomes as o
left join @schema@.shopify_orders as f on f.store_id = o.store_id and f.order_id = o.order_key
where o.touch_rank >= 1
  and exists (
    select from @schema@.claim_outcomes as other
    where other.store_id = o.store_id and other.order_key = o.order_key and other.touch_rank = 2)
group by 1, 2, 4;

comment on view @schema@.contested_orders is
  'Orders that more than one platform rightly claims, the platform of the latest touch first. Per currency of the '
  'claims.';
