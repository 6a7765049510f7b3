-- Withdrawn are claims that counted for something, and those of an export that comes behind or with a newer one that
-- lacks them: files that were exported apart would else take each other's claims away unseen, in one order or the
-- other. They are compared with all claims of the days of the exports that came in. Where another claim of
-- the platform names the order, it only changed its mind on the message; not so where the export has no claim of that
-- type of message at all, as one of campaigns has none of flows.
create or replace function @schema@.note_withdrawals() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  if not exists (
    select from refresh_claims as c
    join claim_outcomes as o using (order_ref, message_id, source_system, store_id)
    where c.complete_at > coalesce(c.seen_at, '-infinity') and o.outcome = 'withdrawn')
  then
    return;
  end if;
  insert into refresh_withdrawals (store_id, source_system, withdrawn, claims)
  with standing as materialized (
    select o.store_id, o.source_system, o.message_type, count(*) as claims
    from (
      select store_id, source_system, day from refresh_changed_days where stream = 'attributed_orders'
      union
      select v.store_id, v.source_system, v.day
      from refresh_coverage as r
      join coverage_stretches as s using (store_id, stream, source_system, observed_at)
      join coverage_days as v
        on v.store_id = s.store_id and v.stream = s.stream and v.source_system = s.source_system
        and v.day between (lower(s.stretch) at time zone s.reporting_timezone)::date
          and (upper(s.stretch) at time zone s.reporting_timezone - interval '1 microsecond')::date
      where r.stream = 'attributed_orders'
    ) as d
    join claim_outcomes as o
      on o.order_day = d.day and o.source_system = d.source_system and o.store_id = d.store_id
    where o.outcome <> 'withdrawn'
    group by 1, 2, 3
  )
  select w.store_id, w.source_system, w.withdrawn, w.withdrawn + coalesce(
    (select sum(s.claims) from standing as s where s.store_id = w.store_id and s.source_system = w.source_system), 0)
  from (
    select o.store_id, o.source_system, count(*) as withdrawn
    from refresh_claims as c
    join claim_outcomes as o using (order_ref, message_id, source_system, store_id)
    left join refresh_amounts_before as b using (order_ref, message_id, source_system, store_id)
    where c.complete_at > coalesce(c.seen_at, '-infinity') and o.outcome = 'withdrawn'
      and (b.withdrawn_claims = 0 or b.store_id is null and exists (
        select from refresh_coverage as r
        where r.stream = 'attributed_orders' and r.source_system = o.source_system and r.store_id = o.store_id))
      and (
        not exists (
          select from claim_outcomes as other
          where other.order_key = o.order_key and other.store_id = o.store_id
            and other.source_system = o.source_system and other.outcome <> 'withdrawn')
        or not exists (
          select from standing as s
          where s.store_id = o.store_id and s.source_system = o.source_system
            and s.message_type is not distinct from o.message_type))
    group by 1, 2
  ) as w;
end
$$;

comment on function @schema@.note_withdrawals() is
  'Fills refresh_withdrawals from the claims before (refresh_amounts_before) and after.';
