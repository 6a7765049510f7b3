-- An order that somebody deleted from its stream, or that a full refresh no longer had, leaves the marts: its claims
-- and its customer's other orders are looked at again.
create or replace function @schema@.drop_erased_orders() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  -- Of many claims, all orders are looked through at once, in place of one by one.
  if are_many((select count(*) from refresh_claim_keys), 'order_checks') then
    insert into refresh_orders (store_id, order_id)
    select o.store_id, o.order_id
    from order_checks as o
    left join shopify_orders as f on f.order_id = o.order_id and f.store_id = o.store_id
    where f.order_id is null;
  else
    insert into refresh_orders (store_id, order_id)
    select o.store_id, o.order_id
    from (select distinct store_id, order_ref from refresh_claim_keys) as k
    join order_checks as o on o.order_id = k.order_ref and o.store_id = k.store_id
    where not exists (select from shopify_orders as f where f.order_id = o.order_id and f.store_id = o.store_id);
  end if;
  if not exists (select from refresh_orders) then
    return;
  end if;
  with erased as (
    delete from order_checks as o
    using (select distinct store_id, order_id from refresh_orders) as r
    where o.order_id = r.order_id and o.store_id = r.store_id
      and not exists (select from shopify_orders as f where f.order_id = o.order_id and f.store_id = o.store_id)
    returning o.store_id, o.order_id, o.name_key, o.customer_key
  ), noted as (
    insert into refresh_changed_orders (store_id, order_id, old_name) select store_id, order_id, name_key from erased
  )
  insert into refresh_orders (store_id, order_id)
  select o.store_id, o.order_id from erased as e join order_checks as o using (customer_key, store_id);
end
$$;

comment on function @schema@.drop_erased_orders() is
  'Takes orders of refresh_orders, and those of touched claims, that are no longer in shopify_orders out of '
  'order_checks, and notes what that changes.';
