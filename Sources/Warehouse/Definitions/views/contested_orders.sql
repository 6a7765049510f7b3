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
left join @schema@.order_checks as f on f.store_id = o.store_id and f.order_id = o.order_key
where o.touch_rank >= 1
  and exists (
    select from @schema@.claim_outcomes as other
    where other.store_id = o.store_id and other.order_key = o.order_key and other.touch_rank = 2)
group by 1, 2, 4;

comment on view @schema@.contested_orders is
  'Orders that more than one platform rightly claims, the platform of the latest touch first, per currency.';
comment on column @schema@.contested_orders.store is 'The shop.';
comment on column @schema@.contested_orders.order_id is 'The order.';
comment on column @schema@.contested_orders.order_name is 'Its name.';
comment on column @schema@.contested_orders.currency is 'ISO 4217 code of the amounts.';
comment on column @schema@.contested_orders.platforms is 'Platforms that rightly claim it.';
comment on column @schema@.contested_orders.by_touch is 'Those platforms, the latest touch first.';
comment on column @schema@.contested_orders.last_touch is 'The platform that has the last touch.';
comment on column @schema@.contested_orders.reported is 'What they claim, together.';
comment on column @schema@.contested_orders.validated is 'What stands of it, once per platform.';
comment on column @schema@.contested_orders.last_touch_revenue is 'What counts once.';
