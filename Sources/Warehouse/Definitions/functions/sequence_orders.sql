-- Refresh of obt_orders for the orders of refresh_orders: the order's own facts, its place among the customer's
-- orders, and the claims to it.

-- An order that came, went to another customer, or changed its time or validity, moves its customers' other orders.
create or replace function @schema@.sequence_orders(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_order_facts on commit drop as
  select f.*
  from refresh_order_keys as m
  join order_facts as f on f.sm_store_id = m.store_id and f.order_id = m.order_id;
  analyze refresh_order_facts (sm_store_id, order_id, sm_customer_key);

  create temporary table refresh_siblings (
    sm_store_id text collate "C", order_id text collate "C", sm_customer_key text collate "C",
    order_processed_at timestamptz, is_order_sm_valid boolean) on commit drop;
  if not everything then
    insert into refresh_siblings
    with customers as (
      select sm_store_id, sm_customer_key from refresh_order_facts where sm_customer_key is not null
      union
      select o.sm_store_id, o.sm_customer_key
      from refresh_order_keys as m join obt_orders as o on o.sm_store_id = m.store_id and o.order_id = m.order_id
      where o.sm_customer_key is not null
    )
    select o.sm_store_id, o.order_id, o.sm_customer_key, o.order_processed_at, o.is_order_sm_valid
    from customers as c
    join obt_orders as o using (sm_store_id, sm_customer_key)
    where not exists (
      select from refresh_order_keys as m where m.store_id = o.sm_store_id and m.order_id = o.order_id);
  end if;

  create temporary table refresh_places on commit drop as
  with their_orders as (
    select sm_store_id, order_id, sm_customer_key, order_processed_at, is_order_sm_valid, false as is_sibling
    from refresh_order_facts where sm_customer_key is not null
    union all
    select sm_store_id, order_id, sm_customer_key, order_processed_at, is_order_sm_valid, true from refresh_siblings
  )
  select sm_store_id, order_id, is_sibling,
    row_number() over so_far as order_index,
    count(*) over customer - row_number() over so_far + 1 as order_index_reversed,
    -- An order of unknown time is nobody's latest.
    order_processed_at is not null and count(*) over customer = row_number() over so_far as is_latest,
    case when is_order_sm_valid then count(*) filter (where is_order_sm_valid) over so_far end as valid_index,
    case when is_order_sm_valid then count(*) filter (where is_order_sm_valid) over customer
      - count(*) filter (where is_order_sm_valid) over so_far + 1 end as valid_index_reversed,
    floor(extract(epoch from order_processed_at - lag(order_processed_at) over so_far) / 86400)
      as order_latency_days
  from their_orders
  window customer as (partition by sm_customer_key, sm_store_id),
    so_far as (partition by sm_customer_key, sm_store_id order by order_processed_at nulls first, order_id
      rows unbounded preceding);
  analyze refresh_places;
end
$$;

comment on function @schema@.sequence_orders(boolean) is
  'The facts of the orders of refresh_orders, and the places of these and of their customers'' other orders: '
  'refresh_order_facts and refresh_places.';
