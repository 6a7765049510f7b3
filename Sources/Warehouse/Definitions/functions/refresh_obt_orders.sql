create or replace function @schema@.refresh_obt_orders(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  orders bigint := (select count(*) from mart_orders);
begin
  perform analyze_if_changed('shopify_orders', orders, '(store_id, order_id)');
  perform sequence_orders(everything);
  perform sum_order_claims();

  perform merge_into_mart('obt_orders', 'sm_store_id, order_id', $query$
    select f.sm_store_id, f.order_id, f.order_name, f.order_number, f.sm_order_key, f.source_system, f.customer_id,
      f.sm_customer_key, f.customer_email_hashed, f.customer_tags_csv, f.order_payment_status,
      f.order_currency_code, f.order_cancellation_reason, f.order_discount_codes_csv, f.order_tags_csv,
      f.order_skus_csv, f.order_product_titles_csv, f.order_vendors_csv, f.order_shipping_city,
      f.order_shipping_state, f.order_shipping_country, f.order_shipping_country_code, f.order_shipping_zip_code,
      case when p.order_index = 1 then '1st_order' when p.order_index > 1 then 'repeat_order' end,
      case when p.valid_index = 1 then '1st_order'
        when p.valid_index > 1 then 'repeat_order' end,
      null, null, null, f.sm_order_sales_channel, f.sm_order_landing_page, f.sm_order_referrer_domain,
      f.sm_utm_source, f.sm_utm_medium, f.sm_utm_source_medium, f.sm_utm_campaign, f.sm_utm_content, f.sm_utm_term,
      f.sm_utm_id, f.primary_order_payment_gateway, f.is_order_sm_valid, p.order_index_reversed = 1,
      f.is_price_tax_inclusive, null::boolean,
      f.order_created_at, f.order_created_at_local_datetime,
      f.order_processed_at, f.order_processed_at_local_datetime,
      f.order_updated_at, f.order_updated_at_local_datetime,
      f.order_cancelled_at, f.order_cancelled_at_local_datetime,
      f.order_gross_revenue, f.order_discounts, f.order_refunds, f.order_net_revenue,
      f.order_net_revenue_before_refunds, f.order_gross_shipping, f.order_gross_taxes, f.order_gross_duties,
      f.order_total_revenue, f.order_total_discounts, f.order_total_refunds, f.order_total_taxes,
      f.order_cart_quantity, null::numeric,
      p.order_index, p.order_index_reversed, p.valid_index, p.valid_index_reversed, p.order_latency_days,
      f.utm_message_channel,
      coalesce(c.claims, 0), coalesce(c.claiming_platforms, 0), coalesce(c.counting_platforms, 0),
      coalesce(c.superseded_claims, 0), coalesce(c.rejected_claims, 0), c.platform_reported_revenue,
      l.source_system, l.channel, l.message_id, l.touch_at, l.counted_revenue,
      s.source_system, s.message_type, s.campaign_id, s.campaign_name, s.message_id, s.message_name,
      s.attribution_type, s.touch_at, s.minutes_to_order, s.counted_revenue, c.sms_rank = 1
    from mart_order_facts as f
    left join mart_places as p using (sm_store_id, order_id)
    left join mart_order_claims as c using (sm_store_id, order_id)
    left join claim_outcomes as l
      on l.store_id = c.sm_store_id and l.order_key = c.order_id and l.touch_rank = 1
    -- Mostly the winning SMS claim is the last touch; only the others are looked for.
    left join claim_outcomes as e
      on e.store_id = c.sm_store_id and e.order_key = c.order_id and e.touch_rank = c.sms_rank
      and e.touch_rank > 1 and c.sms_rank > 1
    cross join lateral (select
      case when c.sms_rank = 1 then l.source_system else e.source_system end as source_system,
      case when c.sms_rank = 1 then l.message_type else e.message_type end as message_type,
      case when c.sms_rank = 1 then l.campaign_id else e.campaign_id end as campaign_id,
      case when c.sms_rank = 1 then l.campaign_name else e.campaign_name end as campaign_name,
      case when c.sms_rank = 1 then l.message_id else e.message_id end as message_id,
      case when c.sms_rank = 1 then l.message_name else e.message_name end as message_name,
      case when c.sms_rank = 1 then l.attribution_type else e.attribution_type end as attribution_type,
      case when c.sms_rank = 1 then l.touch_at else e.touch_at end as touch_at,
      case when c.sms_rank = 1 then l.minutes_to_order else e.minutes_to_order end as minutes_to_order,
      case when c.sms_rank = 1 then l.counted_revenue else e.counted_revenue end as counted_revenue) as s
  $query$);

  perform analyze_if_changed('obt_orders', orders, '(sm_store_id, order_id, sm_customer_key)');
  if not everything then
    update obt_orders as o
    set order_index = p.order_index, order_index_reversed = p.order_index_reversed,
      sm_valid_order_index = p.valid_index, sm_valid_order_index_reversed = p.valid_index_reversed,
      order_latency_days = p.order_latency_days, is_latest_order = p.order_index_reversed = 1,
      order_sequence = case when p.order_index = 1 then '1st_order' else 'repeat_order' end,
      sm_valid_order_sequence = case when p.valid_index = 1 then '1st_order'
        when p.valid_index > 1 then 'repeat_order' end
    from mart_places as p
    where p.is_sibling and o.sm_store_id = p.sm_store_id and o.order_id = p.order_id
      and (o.order_index, o.order_index_reversed, o.sm_valid_order_index, o.sm_valid_order_index_reversed,
        o.order_latency_days)
        is distinct from (p.order_index, p.order_index_reversed, p.valid_index, p.valid_index_reversed,
          p.order_latency_days);
  end if;
  drop table mart_order_facts, mart_siblings, mart_places, mart_order_claims;
end
$$;

comment on function @schema@.refresh_obt_orders(boolean) is
  'Recomputes obt_orders for mart_orders, which may be all there are.';
