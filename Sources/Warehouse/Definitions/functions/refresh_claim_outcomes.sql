create or replace function @schema@.refresh_claim_outcomes(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  claims bigint := (select count(*) from mart_claims);
begin
  create temporary table mart_claim_orders (store_id text collate "C", order_key text collate "C") on commit drop;
  if claims > 0 then
    if not everything then
      insert into mart_claim_orders
      select store_id, order_key from mart_claims
      union
      select o.store_id, o.order_key
      from claim_outcomes as o join mart_claims as c using (store_id, source_system, order_ref, message_id);

      -- Both where a claim was and where it goes: its old day loses it.
      insert into mart_message_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
      select distinct o.store_id, o.source_system, coalesce(o.date, 'infinity'), o.message_id, o.campaign_ref, 'day'
      from claim_outcomes as o join mart_claims as c using (store_id, source_system, order_ref, message_id);
    end if;

    perform rank_claims();
    perform analyze_if_changed('claim_outcomes', claims);

    insert into mart_message_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
    select distinct store_id, source_system, coalesce(date, 'infinity'), message_id, campaign_ref, 'day'
    from mart_claims;
  end if;
  perform refresh_claim_coverage();
end
$$;

comment on function @schema@.refresh_claim_outcomes(boolean) is
  'Judges the claims of mart_claims, and notes the message days and (unless everything is under way) the orders '
  'that this touches.';
