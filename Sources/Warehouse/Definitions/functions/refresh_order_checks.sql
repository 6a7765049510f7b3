create or replace function @schema@.refresh_order_checks(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  old_row text;
  new_row text;
begin
  analyze refresh_orders;
  create temporary table refresh_checks on commit drop as select * from order_check_facts with no data;
  -- Few orders are looked at one by one, as few claims are (see add_verdicts).
  if are_many((select count(*) from refresh_orders), 'shopify_orders') then
    insert into refresh_checks
    select f.*
    from (select distinct store_id, order_id from refresh_orders) as r
    join order_check_facts as f on f.order_id = r.order_id and f.store_id = r.store_id;
  else
    insert into refresh_checks
    select f.*
    from (select distinct store_id, order_id from refresh_orders) as r
    cross join lateral (
      select * from order_check_facts as f where f.order_id = r.order_id and f.store_id = r.store_id offset 0) as f;
  end if;
  analyze refresh_checks (order_id, customer_key);

  -- A verdict rests on the facts of an order, not on its place among others.
  select string_agg('c.' || quote_ident(attname), ', ' order by attnum),
    string_agg('f.' || quote_ident(attname), ', ' order by attnum)
  into old_row, new_row
  from pg_attribute where attrelid = 'order_check_facts'::regclass and attnum > 0;
  execute format($query$
    insert into refresh_changed_orders (store_id, order_id, old_name, new_name)
    select f.store_id, f.order_id, c.name_key, f.name_key
    from refresh_checks as f
    left join order_checks as c on c.order_id = f.order_id and c.store_id = f.store_id
    where c.order_id is null or (%s) is distinct from (%s)
  $query$, old_row, new_row);
  analyze refresh_changed_orders (order_id);

  perform sequence_orders(everything);
  perform merge_into_mart('order_checks', 'order_id, store_id', $query$
    select f.*, p.order_index, p.order_index_reversed, p.valid_index, p.valid_index_reversed, p.latency_days,
      p.is_latest
    from refresh_checks as f
    left join refresh_places as p using (order_id, store_id)
  $query$, many => (select count(*) from refresh_checks) > 1000);
  perform analyze_if_changed('order_checks', (select count(*) from refresh_changed_orders),
    '(store_id, order_id, name_key, customer_key, order_at)');
  if not everything then
    update order_checks as o
    set order_index = p.order_index, order_index_reversed = p.order_index_reversed, valid_index = p.valid_index,
      valid_index_reversed = p.valid_index_reversed, latency_days = p.latency_days, is_latest = p.is_latest
    from refresh_places as p
    where p.is_sibling and o.store_id = p.store_id and o.order_id = p.order_id
      and (o.order_index, o.order_index_reversed, o.valid_index, o.valid_index_reversed, o.latency_days, o.is_latest)
        is distinct from (p.order_index, p.order_index_reversed, p.valid_index, p.valid_index_reversed,
          p.latency_days, p.is_latest);
  end if;
  drop table refresh_checks, refresh_places;
end
$$;

comment on function @schema@.refresh_order_checks(boolean) is
  'Brings order_checks up to date for refresh_orders, which may be all there are, and notes in refresh_changed_orders '
  'the orders whose facts changed.';
