-- A claim that somebody deleted from its stream, such as one of a person who is to be forgotten, leaves the marts when
-- its order is looked at next.
create or replace function @schema@.drop_erased_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  with erased as (
    delete from claim_outcomes as o
    using refresh_verdict_keys as k
    where o.order_ref = k.order_ref and o.message_id = k.message_id and o.source_system = k.source_system
      and o.store_id = k.store_id
      and not exists (
        select from attributed_orders as a
        where a.order_ref = k.order_ref and a.message_id = k.message_id and a.source_system = k.source_system
          and a.store_id = k.store_id)
    returning o.store_id, o.source_system, o.message_id, o.date, o.campaign_ref, o.order_key
  ), noted as (
    insert into refresh_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
    select distinct store_id, source_system, coalesce(date, 'infinity'), message_id, campaign_ref, 'day' from erased
  ), to_recount as (
    insert into refresh_recounts (store_id, source_system, date, message_id, campaign_ref)
    select distinct store_id, source_system, coalesce(date, 'infinity'), message_id, campaign_ref from erased
  )
  insert into refresh_erased_claims (store_id, order_key) select distinct store_id, order_key from erased;
end
$$;

comment on function @schema@.drop_erased_claims() is
  'Takes the claims of refresh_verdict_keys that are no longer in attributed_orders out of claim_outcomes, and notes '
  'their days and, in refresh_erased_claims, their orders.';
