-- Message analytics without any amount fit beside amounts of any currency: they join the claims' row. Where the
-- claims have several currencies it is the first of them, so that counts are in one row only.
create or replace function @schema@.join_daily_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_message_rows on commit drop as
  with analytics as (
    select p.*, d.day_number, t.last_date as covers_until,
      case when num_nonnulls(p.currency, p.platform_reported_order_revenue, p.platform_reported_order_line_revenue,
          p.platform_reported_begin_checkout_revenue, p.cost) = 0
        then coalesce(
          (select min(c.currency) from refresh_day_claims as c where c.day_number = d.day_number),
          s.default_currencies ->> p.source_system)
        else coalesce(upper(p.currency), s.default_currencies ->> p.source_system) end as row_currency
    from refresh_rows as d
    join message_performance as p
      on p.store_id = d.store_id and p.source_system = d.source_system and p.date = d.date_key
      and p.message_id = d.message_id and p.campaign_ref = d.campaign_ref and p.granularity = d.granularity
      -- Says nothing new, but leads to the row by the key.
      and p.figure_day in (d.date_key, 'infinity')
    join store_settings as s on s.store_id = p.store_id
    left join refresh_totals as t
      on p.granularity = 'total' and t.message_id = p.message_id and t.source_system = p.source_system
      and t.store_id = p.store_id and t.figure_day = p.figure_day
    where p.granularity = 'day' or t.last_date is not null
  )
  select
    coalesce(p.store_id, c.store_id) as sm_store_id,
    coalesce(p.date, nullif(c.date_key, 'infinity')) as date,
    coalesce(p.source_system, c.source_system) as source_system,
    coalesce(p.channel, c.channel) as sm_message_channel,
    case when coalesce(p.message_type, c.message_type) in ('campaign', 'flow')
      then coalesce(p.message_type, c.message_type) end as message_type,
    coalesce(p.campaign_id, c.campaign_id) as campaign_id,
    coalesce(p.campaign_name, c.campaign_name) as campaign_name,
    coalesce(p.message_id, c.message_id) as message_id,
    coalesce(p.message_name, c.message_name) as message_name,
    p.message_subject,
    coalesce(p.campaign_name, c.campaign_name, p.campaign_id, c.campaign_id) as dimension_value,
    'Online DTC' as sm_channel,
    p.sms_unique_sends,
    p.message_unique_receives,
    p.message_unique_opens,
    p.message_unique_clicks,
    p.message_unique_bounces,
    p.message_unique_drops,
    p.list_subscribes,
    p.list_unsubscribes,
    case
      when p.platform_reported_orders is not null then p.platform_reported_orders
      when p.granularity = 'total' or a.day_orders or a.total_orders then null
      when a.zero_orders then 0
      else c.claimed_orders
    end as platform_reported_orders,
    case
      when p.platform_reported_order_revenue is not null then p.platform_reported_order_revenue
      when p.granularity = 'total' or a.day_revenue or a.total_revenue then null
      when a.zero_revenue then 0
      else c.claimed_revenue
    end as platform_reported_order_revenue,
    p.platform_reported_order_line_quantity,
    p.platform_reported_order_line_revenue,
    p.platform_reported_begin_checkouts,
    p.platform_reported_begin_checkout_revenue,
    coalesce(p.granularity, c.granularity) as granularity,
    p.covers_until,
    coalesce(p.row_currency, c.currency) as currency,
    coalesce(p.message_type, c.message_type) as message_kind,
    p.total_clicks,
    p.spam_complaints,
    p.cost,
    p.platform_reported_orders as analytics_orders,
    p.platform_reported_order_revenue as analytics_order_revenue,
    c.claimed_orders,
    c.claimed_revenue,
    c.validated_orders,
    c.validated_revenue,
    c.last_touch_orders,
    c.last_touch_revenue,
    c.superseded_claims,
    c.rejected_claims,
    c.rejected_revenue,
    c.unverifiable_claims,
    c.withdrawn_claims,
    coalesce(p.campaign_ref, c.campaign_ref) as campaign_ref
  from analytics as p
  full join refresh_day_claims as c
    on c.day_number = p.day_number and coalesce(c.currency, '') = coalesce(p.row_currency, '')
  left join refresh_analytics_days as a on a.day_number = coalesce(p.day_number, c.day_number);
  analyze refresh_message_rows (message_id, date);
end
$$;

comment on function @schema@.join_daily_claims() is
  'Puts message analytics and claims of refresh_rows side by side, as rows of the message mart: refresh_message_rows.';
