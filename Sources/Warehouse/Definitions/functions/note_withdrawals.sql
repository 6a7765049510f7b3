-- Withdrawn are claims that counted for something and that the platform no longer makes; and of those that come with
-- this load the ones that another export of it, or one that is here already, does not have: campaigns and flows
-- exported apart would otherwise take each other's place without a word. Where one of two claims has no id of its
-- message, a claim to the same order may be the same one: it is not counted.
create or replace function @schema@.note_withdrawals() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_withdrawn on commit drop as
  select order_ref, message_id, source_system, store_id from refresh_amounts_before where withdrawn_claims = 0;
  if to_regclass('pg_temp.touched_attributed_orders') is not null then
    insert into refresh_withdrawn
    select distinct t.order_ref, t.message_id, t.source_system, t.store_id
    from pg_temp.touched_attributed_orders as t
    join claim_outcomes as o using (order_ref, message_id, source_system, store_id)
    where o.outcome = 'withdrawn' and not exists (
      select from refresh_amounts_before as b
      where b.order_ref = t.order_ref and b.message_id = t.message_id and b.source_system = t.source_system
        and b.store_id = t.store_id);
  end if;
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
    from refresh_withdrawn
    join claim_outcomes as o using (order_ref, message_id, source_system, store_id)
    where o.outcome = 'withdrawn' and not exists (
      select from claim_outcomes as other
      where other.order_key = o.order_key and other.store_id = o.store_id
        and other.source_system = o.source_system and other.outcome <> 'withdrawn'
        and ('none' in (o.message_id, other.message_id) or o.message_id like 'derived:%'
          or other.message_id like 'derived:%'))
    group by 1, 2
  ) as b;
  drop table refresh_withdrawn;
end
$$;

comment on function @schema@.note_withdrawals() is
  'Fills refresh_withdrawals from the claims before (refresh_amounts_before) and after.';
