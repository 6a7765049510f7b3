-- Message analytics without any amount fit beside amounts of any currency: they join the claims' row. Where the
-- claims have several currencies it is the first of them, so that counts are in one row only.
create or replace function @schema@.join_daily_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table refresh_message_rows on commit drop as
  with analytics as (
    select p.*, d.day_number, t.covers_until, t.figure_ends,
      case when p.granularity = 'total' then t.figures
        else array['row', 'sends', 'receives', 'clicks', 'bounces', 'orders', 'revenue'] end as figures,
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
    left join (
      select store_id, source_system, message_id, figure_day, figure_until, max(last_date) as covers_until,
        array_agg(figure) as figures, jsonb_object_agg(figure, last_date) as figure_ends
      from refresh_totals group by store_id, source_system, message_id, figure_day, figure_until
    ) as t
      on p.granularity = 'total' and t.message_id = p.message_id and t.source_system = p.source_system
      and t.store_id = p.store_id and t.figure_day = p.figure_day and t.figure_until = p.figure_until
    where p.granularity = 'day' or t.figures is not null
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
    case when 'sends' = any (p.figures) then p.sms_unique_sends end as sms_unique_sends,
    case when 'receives' = any (p.figures) then p.message_unique_receives end as message_unique_receives,
    case when 'row' = any (p.figures) then p.message_unique_opens end as message_unique_opens,
    case when 'clicks' = any (p.figures) then p.message_unique_clicks end as message_unique_clicks,
    case when 'bounces' = any (p.figures) then p.message_unique_bounces end as message_unique_bounces,
    case when 'row' = any (p.figures) then p.message_unique_drops end as message_unique_drops,
    case when 'row' = any (p.figures) then p.list_subscribes end as list_subscribes,
    case when 'row' = any (p.figures) then p.list_unsubscribes end as list_unsubscribes,
    case
      when c.is_by_order_day
        then case when num_nonnulls(p.platform_reported_orders, c.untold_orders) > 0
          then coalesce(p.platform_reported_orders, 0) + coalesce(c.untold_orders, 0) end
      when p.platform_reported_orders is not null and 'orders' = any (p.figures) then p.platform_reported_orders
      when p.granularity = 'total' or a.day_orders or a.total_orders then null
      when a.zero_orders then 0
      else c.claimed_orders
    end as platform_reported_orders,
    case
      when c.is_by_order_day
        then case when num_nonnulls(p.platform_reported_order_revenue, c.untold_revenue) > 0
          then coalesce(p.platform_reported_order_revenue, 0) + coalesce(c.untold_revenue, 0) end
      when p.platform_reported_order_revenue is not null and 'revenue' = any (p.figures)
        then p.platform_reported_order_revenue
      when p.granularity = 'total' or a.day_revenue or a.total_revenue then null
      when a.zero_revenue then 0
      else c.claimed_revenue
    end as platform_reported_order_revenue,
    case when 'row' = any (p.figures) then p.platform_reported_order_line_quantity end
      as platform_reported_order_line_quantity,
    case when 'row' = any (p.figures) then p.platform_reported_order_line_revenue end
      as platform_reported_order_line_revenue,
    case when 'row' = any (p.figures) then p.platform_reported_begin_checkouts end as platform_reported_begin_checkouts,
    case when 'row' = any (p.figures) then p.platform_reported_begin_checkout_revenue end
      as platform_reported_begin_checkout_revenue,
    coalesce(p.granularity, c.granularity) as granularity,
    p.covers_until,
    case when p.granularity = 'total' then case when p.figure_day = 'infinity' then 'to_date' else 'range' end end
      as total_kind,
    case when p.granularity = 'total' then p.last_date end as range_until,
    p.figure_ends,
    coalesce(p.row_currency, c.currency) as currency,
    coalesce(p.message_type, c.message_type) as message_kind,
    case when 'row' = any (p.figures) then p.total_clicks end as total_clicks,
    case when 'row' = any (p.figures) then p.spam_complaints end as spam_complaints,
    case when 'row' = any (p.figures) then p.cost end as cost,
    case when 'orders' = any (p.figures) then p.platform_reported_orders end as analytics_orders,
    case when 'revenue' = any (p.figures) then p.platform_reported_order_revenue end as analytics_order_revenue,
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
