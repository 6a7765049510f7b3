create or replace function @schema@.refresh_order_checks() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_checks on commit drop as
  select f.*
  from refresh_orders as r
  join order_check_facts as f on f.order_id = r.order_id and f.store_id = r.store_id;
  analyze refresh_checks (order_id);

  insert into refresh_changed_orders
  select f.store_id, f.order_id, c.name_key, f.name_key
  from refresh_checks as f
  left join order_checks as c on c.order_id = f.order_id and c.store_id = f.store_id
  where c.order_id is null or (c.*) operator(pg_catalog.*<>) (f.*);

  perform merge_into_mart('order_checks', 'order_id, store_id', $query$
    select f.* from refresh_checks as f join refresh_changed_orders as c using (order_id, store_id)
  $query$);
  perform analyze_if_changed('order_checks', (select count(*) from refresh_changed_orders));
  drop table refresh_checks;
end
$$;

comment on function @schema@.refresh_order_checks() is
  'Brings order_checks up to date for refresh_orders, and notes in refresh_changed_orders what changed.';
