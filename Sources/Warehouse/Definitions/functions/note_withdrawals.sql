-- Withdrawn are claims that counted for something and whose order no claim of the platform names any more: where
-- another one does, the platform only changed its mind on the message.
create or replace function @schema@.note_withdrawals() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  insert into refresh_withdrawals (store_id, source_system, withdrawn, claims)
  select b.store_id, b.source_system, b.withdrawn, b.withdrawn + (
    select count(*)
    from refresh_changed_days as d
    join claim_outcomes as o
      on o.order_day = d.day and o.source_system = d.source_system and o.store_id = d.store_id
    where d.stream = 'attributed_orders' and d.store_id = b.store_id and d.source_system = b.source_system
      and o.outcome <> 'withdrawn')
  from (
    select o.store_id, o.source_system, count(*) as withdrawn
    from refresh_amounts_before as b
    join claim_outcomes as o using (order_ref, message_id, source_system, store_id)
    where b.withdrawn_claims = 0 and o.outcome = 'withdrawn' and not exists (
      select from claim_outcomes as other
      where other.order_key = o.order_key and other.store_id = o.store_id
        and other.source_system = o.source_system and other.outcome <> 'withdrawn')
    group by 1, 2
  ) as b;
end
$$;

comment on function @schema@.note_withdrawals() is
  'Fills refresh_withdrawals from the claims before (refresh_amounts_before) and after.';
