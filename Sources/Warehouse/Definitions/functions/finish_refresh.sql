create or replace function @schema@.finish_refresh(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  analyze mart_claims;
  perform refresh_claim_outcomes(everything);
  perform refresh_message_mart();
  if not everything then
    insert into mart_orders
    select c.store_id, c.order_key from mart_claim_orders as c
    where not exists (
      select from mart_orders as o where o.store_id = c.store_id and o.order_id = c.order_key);
  end if;
  analyze mart_orders;
  perform refresh_obt_orders(everything);
  drop table mart_claims, mart_message_days, mart_orders, mart_claim_orders;
end
$$;

comment on function @schema@.finish_refresh(boolean) is
  'Recomputes what the temporary tables of begin_refresh() say, which may be everything there is.';
