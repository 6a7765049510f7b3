-- Sums of the claims of refresh_rows, per currency. Grouped by number: five texts in a key would cost more than the
-- sums. A claim that its platform has withdrawn is none of the platform's figures any more.
create or replace function @schema@.sum_daily_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_day_claims on commit drop as
  select d.store_id, d.source_system, d.date_key, d.message_id, d.campaign_ref, d.granularity, s.*
  from (
    select d.day_number, o.currency,
      min(o.channel collate "C") as channel,
      min(o.message_type collate "C") as message_type,
      min(o.campaign_id) as campaign_id,
      min(o.campaign_name collate "C") as campaign_name,
      min(o.message_name collate "C") as message_name,
      count(*) filter (where o.outcome <> 'withdrawn') as claimed_orders,
      sum(o.claimed_revenue) filter (where o.outcome <> 'withdrawn') as claimed_revenue,
      count(*) filter (where o.outcome <> 'unverifiable') as checked_claims,
      count(*) filter (where o.touch_rank >= 1) as validated_orders,
      sum(o.counted_revenue) as validated_revenue,
      count(*) filter (where o.touch_rank = 1) as last_touch_orders,
      sum(o.counted_revenue) filter (where o.touch_rank = 1) as last_touch_revenue,
      count(*) filter (where o.outcome = 'superseded') as superseded_claims,
      count(*) filter (where o.outcome = 'rejected') as rejected_claims,
      sum(o.claimed_revenue) filter (where o.outcome = 'rejected') as rejected_revenue,
      count(*) filter (where o.outcome = 'unverifiable') as unverifiable_claims,
      count(*) filter (where o.outcome = 'withdrawn') as withdrawn_claims
    from refresh_rows as d
    join claim_outcomes as o
      on o.store_id = d.store_id and o.source_system = d.source_system
      and coalesce(o.date, 'infinity'::date) = d.date_key
      and o.message_id = d.message_id and o.campaign_ref = d.campaign_ref
    where d.granularity = 'day'
    group by d.day_number, o.currency
  ) as s
  join refresh_rows as d using (day_number);
  analyze refresh_day_claims;

  -- A sum over nothing is 0 only where claims were checked; else it is unknown.
  update refresh_day_claims
  set claimed_revenue = case claimed_orders when 0 then 0 else claimed_revenue end,
    validated_revenue = case validated_orders when 0 then 0 else validated_revenue end,
    last_touch_revenue = case last_touch_orders when 0 then 0 else last_touch_revenue end,
    rejected_revenue = case rejected_claims when 0 then 0 else rejected_revenue end
  where checked_claims > 0 and 0 in (claimed_orders, validated_orders, last_touch_orders, rejected_claims);
  update refresh_day_claims set validated_orders = null, last_touch_orders = null where checked_claims = 0;
end
$$;

comment on function @schema@.sum_daily_claims() is 'Sums the claims of refresh_rows into refresh_day_claims.';
