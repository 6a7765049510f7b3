-- Message analytics without any amount fit beside amounts of any currency: they join the claims' row. Where the
-- claims have several currencies it is the first of them, so that counts stand in one row only.
create or replace function @schema@.join_daily_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table mart_day_rows
    (like rpt_outbound_message_performance_summary_daily including defaults) on commit drop;
  insert into mart_day_rows
  with analytics as (
    select p.*,
      case when num_nonnulls(p.currency, p.platform_reported_order_revenue, p.platform_reported_order_line_revenue,
          p.platform_reported_begin_checkout_revenue, p.cost) = 0
        then (
          select min(c.currency) from mart_day_claims as c
          where (c.store_id, c.source_system, c.date_key, c.message_id, c.campaign_ref, c.granularity)
            = (p.store_id, p.source_system, p.date, p.message_id, p.campaign_ref, p.granularity))
        else p.currency end as row_currency
    from mart_days as d
    join message_performance as p
      on p.store_id = d.store_id and p.source_system = d.source_system and p.date = d.date_key
      and p.message_id = d.message_id and p.campaign_ref = d.campaign_ref and p.granularity = d.granularity
  )
  select coalesce(p.store_id, c.store_id), coalesce(p.date, nullif(c.date_key, 'infinity')),
    coalesce(p.source_system, c.source_system), coalesce(p.channel, c.channel),
    case when coalesce(p.message_type, c.message_type) in ('campaign', 'flow')
      then coalesce(p.message_type, c.message_type) end,
    coalesce(p.campaign_id, c.campaign_id), coalesce(p.campaign_name, c.campaign_name),
    coalesce(p.message_id, c.message_id), coalesce(p.message_name, c.message_name), p.message_subject,
    coalesce(p.campaign_name, c.campaign_name, p.campaign_id, c.campaign_id), 'Online DTC',
    p.sms_unique_sends, p.message_unique_receives, p.message_unique_opens, p.message_unique_clicks,
    p.message_unique_bounces, p.message_unique_drops, p.list_subscribes, p.list_unsubscribes,
    case when p.store_id is null or v.store_id is not null then c.claimed_orders
      else p.platform_reported_orders end,
    case when p.store_id is null or v.store_id is not null then c.claimed_revenue
      else p.platform_reported_order_revenue end,
    p.platform_reported_order_line_quantity, p.platform_reported_order_line_revenue,
    p.platform_reported_begin_checkouts, p.platform_reported_begin_checkout_revenue,
    coalesce(p.granularity, c.granularity), coalesce(p.row_currency, c.currency),
    coalesce(p.message_type, c.message_type), p.total_clicks, p.spam_complaints, p.cost,
    p.platform_reported_orders, p.platform_reported_order_revenue,
    c.claimed_orders, c.claimed_revenue, c.validated_orders, c.validated_revenue, c.last_touch_orders,
    c.last_touch_revenue, c.superseded_claims, c.rejected_claims, c.rejected_revenue, c.unverifiable_claims,
    c.unvalidated_claims, coalesce(p.campaign_ref, c.campaign_ref)
  from analytics as p
  full join mart_day_claims as c
    on c.store_id = p.store_id and c.source_system = p.source_system and c.date_key = p.date
    and c.message_id = p.message_id and c.campaign_ref = p.campaign_ref and c.granularity = p.granularity
    and coalesce(c.currency, '') = coalesce(p.row_currency, '')
  left join claim_coverage as v
    on v.store_id = p.store_id and v.source_system = p.source_system
    and v.channel = coalesce(p.channel, '') and p.date between v.first_date and v.last_date;
  analyze mart_day_rows;
end
$$;

comment on function @schema@.join_daily_claims() is
  'Puts message analytics and claims of mart_days side by side, as rows of the message mart, into mart_day_rows.';
