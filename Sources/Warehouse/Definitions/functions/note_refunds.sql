-- Both the order that a refund was of and the one that it is of now: either may have lost it or come by it.
create or replace function @schema@.note_refunds() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_refunds on commit drop as
  with gone as (
    delete from refund_orders as r using pg_temp.touched_shopify_refunds as t
    where t.changed and r.refund_id = t.refund_id and r.store_id = t.store_id
    returning r.store_id, r.order_id
  )
  select store_id, order_id from gone;
  with come as (
    insert into refund_orders (store_id, refund_id, order_id)
    select distinct r.store_id, r.refund_id, r.order_id
    from pg_temp.touched_shopify_refunds as t join shopify_refunds as r using (refund_id, store_id)
    where t.changed and r.order_id is not null
    returning store_id, order_id
  )
  insert into refresh_refunds select store_id, order_id from come;
end
$$;

comment on function @schema@.note_refunds() is
  'Brings refund_orders up to date with touched_shopify_refunds, and fills refresh_refunds with the orders concerned.';
