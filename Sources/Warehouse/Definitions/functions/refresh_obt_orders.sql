create or replace function @schema@.refresh_obt_orders(everything boolean) returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  orders bigint;
begin
  create temporary table refresh_order_keys on commit drop as select distinct store_id, order_id from refresh_orders;
  analyze refresh_order_keys;
  orders := (select count(*) from refresh_order_keys);
  perform analyze_if_changed('shopify_orders', orders, '(store_id, order_id)');
  perform sequence_orders(everything);
  perform sum_order_claims();

  perform merge_into_mart('obt_orders', 'sm_store_id, order_id', $query$
    select
      f.sm_store_id, f.order_id, f.order_name, f.order_number, f.sm_order_key, f.source_system, f.customer_id,
      f.sm_customer_key, f.customer_email_hashed, f.customer_tags_csv, f.order_payment_status,
      f.order_currency_code, f.order_cancellation_reason, f.order_discount_codes_csv, f.order_tags_csv,
      f.order_skus_csv, f.order_product_titles_csv, f.order_vendors_csv, f.order_shipping_city,
      f.order_shipping_state, f.order_shipping_country, f.order_shipping_country_code, f.order_shipping_zip_code,
      case when p.order_index = 1 then '1st_order' when p.order_index > 1 then 'repeat_order' end as order_sequence,
      case when p.valid_index = 1 then '1st_order' when p.valid_index > 1 then 'repeat_order' end
        as sm_valid_order_sequence,
      f.order_kind as sm_order_type,
      null::text as sm_channel,
      null::text as sm_sub_channel,
      f.sm_order_sales_channel, f.sm_order_landing_page, f.sm_order_referrer_domain,
      f.sm_utm_source, f.sm_utm_medium, f.sm_utm_source_medium, f.sm_utm_campaign, f.sm_utm_content, f.sm_utm_term,
      f.sm_utm_id, f.primary_order_payment_gateway, f.is_order_sm_valid,
      p.is_latest as is_latest_order,
      f.is_price_tax_inclusive,
      f.order_kind in ('subscription_first', 'subscription_renewal') as is_subscription_order,
      f.order_created_at, f.order_created_at_local_datetime,
      f.order_processed_at, f.order_processed_at_local_datetime,
      f.order_updated_at, f.order_updated_at_local_datetime,
      f.order_cancelled_at, f.order_cancelled_at_local_datetime,
      f.order_gross_revenue, f.order_discounts, f.order_refunds, f.order_net_revenue,
      f.order_net_revenue_before_refunds, f.order_gross_shipping, f.order_gross_taxes, f.order_gross_duties,
      f.order_total_revenue, f.order_total_discounts, f.order_total_refunds, f.order_total_taxes,
      f.order_cart_quantity,
      null::numeric as order_refund_quantity,
      p.order_index, p.order_index_reversed,
      p.valid_index as sm_valid_order_index,
      p.valid_index_reversed as sm_valid_order_index_reversed,
      p.order_latency_days,
      f.utm_message_channel,
      coalesce(c.claims, 0) as claims,
      coalesce(c.claiming_platforms, 0) as claiming_platforms,
      coalesce(c.counting_platforms, 0) as counting_platforms,
      coalesce(c.superseded_claims, 0) as superseded_claims,
      coalesce(c.rejected_claims, 0) as rejected_claims,
      c.platform_reported_revenue,
      l.source_system as last_touch_source_system,
      l.channel as last_touch_channel,
      l.message_id as last_touch_message_id,
      l.touch_at as last_touch_at,
      l.counted_revenue as last_touch_revenue,
      s.source_system as sms_source_system,
      s.message_type as sms_message_type,
      s.campaign_id as sms_campaign_id,
      s.campaign_name as sms_campaign_name,
      s.message_id as sms_message_id,
      s.message_name as sms_message_name,
      s.attribution_type as sms_attribution_type,
      s.touch_at as sms_touch_at,
      s.minutes_to_order as sms_minutes_to_order,
      s.counted_revenue as sms_attributed_revenue,
      c.sms_rank = 1 as is_sms_last_touch
    from refresh_order_facts as f
    left join refresh_places as p using (sm_store_id, order_id)
    left join refresh_order_claims as c using (sm_store_id, order_id)
    left join claim_outcomes as l
      on l.store_id = c.sm_store_id and l.order_key = c.order_id and l.touch_rank = 1
    left join claim_outcomes as s
      on s.store_id = c.sm_store_id and s.order_key = c.order_id and s.touch_rank = c.sms_rank
  $query$);

  perform analyze_if_changed('obt_orders', orders, '(sm_store_id, order_id, sm_customer_key)');
  if not everything then
    update obt_orders as o
    set order_index = p.order_index, order_index_reversed = p.order_index_reversed,
      sm_valid_order_index = p.valid_index, sm_valid_order_index_reversed = p.valid_index_reversed,
      order_latency_days = p.order_latency_days, is_latest_order = p.is_latest,
      order_sequence = case when p.order_index = 1 then '1st_order' else 'repeat_order' end,
      sm_valid_order_sequence = case when p.valid_index = 1 then '1st_order'
        when p.valid_index > 1 then 'repeat_order' end
    from refresh_places as p
    where p.is_sibling and o.sm_store_id = p.sm_store_id and o.order_id = p.order_id
      and (o.order_index, o.order_index_reversed, o.sm_valid_order_index, o.sm_valid_order_index_reversed,
        o.order_latency_days, o.is_latest_order)
        is distinct from (p.order_index, p.order_index_reversed, p.valid_index, p.valid_index_reversed,
          p.order_latency_days, p.is_latest);
  end if;
  drop table refresh_order_keys, refresh_order_facts, refresh_siblings, refresh_places, refresh_order_claims;
end
$$;

comment on function @schema@.refresh_obt_orders(boolean) is
  'Recomputes obt_orders for refresh_orders, which may be all there are.';
