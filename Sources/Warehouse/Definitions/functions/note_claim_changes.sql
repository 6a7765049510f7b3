-- What changed claims took from their message's day and what they add to it. Labels are the first of their day's
-- claims: one that a claim takes away may have been that, which only all claims of the day can tell.
create or replace function @schema@.note_claim_changes() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_claim_changes on commit drop as
  with after as materialized (
    select a.*
    from refresh_claims as c
    join claim_amounts as a using (order_ref, message_id, source_system, store_id)
  ), changed as (
    select b as old_claim, a as new_claim, coalesce(
        (b.date, b.message_id, b.campaign_ref, b.source_system, b.store_id, b.currency, b.channel, b.message_type,
          b.campaign_id, b.campaign_name, b.message_name)
        is distinct from (a.date, a.message_id, a.campaign_ref, a.source_system, a.store_id, a.currency, a.channel,
          a.message_type, a.campaign_id, a.campaign_name, a.message_name)
        -- A sum has the decimals of its amounts, and would keep those of one that has gone.
        or coalesce(scale(b.claimed_revenue) > scale(a.claimed_revenue), false)
        or coalesce(scale(b.validated_revenue) > scale(a.validated_revenue), false)
        or coalesce(scale(b.last_touch_revenue) > scale(a.last_touch_revenue), false)
        or coalesce(scale(b.rejected_revenue) > scale(a.rejected_revenue), false), true) as is_moved
    from refresh_amounts_before as b
    full join after as a using (order_ref, message_id, source_system, store_id)
    where b.store_id is null or a.store_id is null or b *<> a
  )
  select -1 as sign, is_moved, (old_claim).* from changed where (old_claim).store_id is not null
  union all
  select 1, is_moved, (new_claim).* from changed where (new_claim).store_id is not null;
end
$$;

comment on function @schema@.note_claim_changes() is
  'Fills refresh_claim_changes from the amounts of claims before (refresh_amounts_before) and after.';
