-- What the claims of refresh_rows add up to, per currency. A claim that its platform has withdrawn is none of the
-- platform's figures any more.
create or replace function @schema@.sum_daily_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  -- A sum over nothing is 0 where claims were checked, or where the platform makes none any more; else it is unknown.
  create temporary table refresh_day_claims on commit drop as
  select d.day_number, d.store_id, d.source_system, d.date_key, d.message_id, d.campaign_ref, d.granularity,
    nullif(c.currency, '') as currency, c.channel, c.message_type, c.campaign_id, c.campaign_name, c.message_name,
    c.claimed_orders,
    case when c.claimed_amounts > 0 then c.claimed_revenue when c.claimed_orders = 0 then 0 end as claimed_revenue,
    case when k.is_known then c.validated_orders end as validated_orders,
    case when c.validated_amounts > 0 then c.validated_revenue
      when k.is_known and c.validated_orders = 0 then 0 end as validated_revenue,
    case when k.is_known then c.last_touch_orders end as last_touch_orders,
    case when c.last_touch_amounts > 0 then c.last_touch_revenue
      when k.is_known and c.last_touch_orders = 0 then 0 end as last_touch_revenue,
    c.superseded_claims, c.rejected_claims,
    case when c.rejected_amounts > 0 then c.rejected_revenue
      when k.is_known and c.rejected_claims = 0 then 0 end as rejected_revenue,
    c.unverifiable_claims, c.withdrawn_claims,
    -- See count_untold_claims().
    false as is_by_order_day, null::numeric as untold_orders, null::numeric as untold_revenue
  from refresh_rows as d
  join claim_days as c
    on c.message_id = d.message_id and c.date = d.date_key and c.campaign_ref = d.campaign_ref
    and c.source_system = d.source_system and c.store_id = d.store_id
  cross join lateral (select c.checked_claims > 0 or c.claimed_orders = 0 as is_known) as k
  where d.granularity = 'day';
  analyze refresh_day_claims (day_number);
end
$$;

comment on function @schema@.sum_daily_claims() is 'Takes the sums of claim_days for refresh_rows: refresh_day_claims.';
