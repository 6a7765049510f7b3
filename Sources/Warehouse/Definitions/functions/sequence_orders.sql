-- An order that came, went to another customer, or changed its time or validity, moves its customers' other orders.
create or replace function @schema@.sequence_orders(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_places on commit drop as
  with their_orders as (
    select store_id, order_id, customer_key, order_at, is_valid, false as is_sibling
    from refresh_checks where customer_key is not null
    union all
    select o.store_id, o.order_id, o.customer_key, o.order_at, o.is_valid, true
    from (
      select store_id, customer_key from refresh_checks where customer_key is not null
      union
      select o.store_id, o.customer_key
      from refresh_checks as m join order_checks as o on o.order_id = m.order_id and o.store_id = m.store_id
      where o.customer_key is not null
    ) as c
    join order_checks as o using (customer_key, store_id)
    where not everything and not exists (
      select from refresh_checks as m where m.order_id = o.order_id and m.store_id = o.store_id)
  )
  select store_id, order_id, is_sibling,
    (row_number() over so_far)::integer as order_index,
    (count(*) over customer - row_number() over so_far + 1)::integer as order_index_reversed,
    -- An order of unknown time is nobody's latest.
    order_at is not null and count(*) over customer = row_number() over so_far as is_latest,
    case when is_valid then count(*) filter (where is_valid) over so_far end::integer as valid_index,
    case when is_valid then count(*) filter (where is_valid) over customer
      - count(*) filter (where is_valid) over so_far + 1 end::integer as valid_index_reversed,
    floor(extract(epoch from order_at - lag(order_at) over so_far) / 86400)::integer as latency_days
  from their_orders
  window customer as (partition by customer_key, store_id),
    so_far as (partition by customer_key, store_id order by order_at nulls first, order_id rows unbounded preceding);
  analyze refresh_places (order_id);
end
$$;

comment on function @schema@.sequence_orders(boolean) is
  'The places of the orders of refresh_checks and of their customers'' other orders: refresh_places.';
