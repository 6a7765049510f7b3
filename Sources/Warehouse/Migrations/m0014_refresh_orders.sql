-- Refresh of obt_orders for the orders of mart_orders: the order's own facts, its place among the customer's
-- orders, and the claims to it.

-- An order that is new, or whose customer, time or validity changed, moves its customer's other orders too.
create function @schema@.mart_place_orders() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table mart_order_keys on commit drop as
  select f.sm_store_id, f.order_id, f.order_currency_code, f.sm_customer_key, f.order_processed_at,
    f.is_order_sm_valid, o.sm_customer_key as old_customer_key,
    o.order_id is null
      or (f.sm_customer_key, f.order_processed_at, f.is_order_sm_valid)
        is distinct from (o.sm_customer_key, o.order_processed_at, o.is_order_sm_valid) as moved
  from mart_orders as m
  join order_facts as f on f.sm_store_id = m.store_id and f.order_id = m.order_id
  left join obt_orders as o on o.sm_store_id = m.store_id and o.order_id = m.order_id;
  analyze mart_order_keys;

  create temporary table mart_customers on commit drop as
  select sm_store_id, sm_customer_key from mart_order_keys where moved and sm_customer_key is not null
  union
  select sm_store_id, old_customer_key from mart_order_keys where moved and old_customer_key is not null;
  analyze mart_customers;

  create temporary table mart_places on commit drop as
  with their_orders as (
    select k.sm_store_id, k.sm_customer_key, k.order_id, k.order_processed_at, k.is_order_sm_valid
    from mart_order_keys as k
    join mart_customers as c using (sm_store_id, sm_customer_key)
    union all
    select o.sm_store_id, o.sm_customer_key, o.order_id, o.order_processed_at, o.is_order_sm_valid
    from obt_orders as o
    join mart_customers as c using (sm_store_id, sm_customer_key)
    where not exists (
      select from mart_order_keys as k where k.sm_store_id = o.sm_store_id and k.order_id = o.order_id)
  )
  select sm_store_id, order_id,
    (row_number() over so_far)::integer as order_index,
    (count(*) over customer - row_number() over so_far + 1)::integer as order_index_reversed,
    case when is_order_sm_valid
      then (count(*) filter (where is_order_sm_valid) over so_far)::integer end as sm_valid_order_index,
    case when is_order_sm_valid
      then (count(*) filter (where is_order_sm_valid) over customer
        - count(*) filter (where is_order_sm_valid) over so_far + 1)::integer
      end as sm_valid_order_index_reversed,
    floor(extract(epoch from order_processed_at - lag(order_processed_at) over so_far) / 86400)::integer
      as order_latency_days
  from their_orders
  window customer as (partition by sm_store_id, sm_customer_key),
    so_far as (partition by sm_store_id, sm_customer_key order by order_processed_at, order_id
      rows unbounded preceding);
  analyze mart_places;
end
$$;
comment on function @schema@.mart_place_orders() is
  'Works out the place of each order among its customer''s orders: mart_order_keys and mart_places.';

create function @schema@.mart_sum_order_claims() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table mart_order_claims on commit drop as
  select k.sm_store_id, k.order_id,
    count(*)::integer as claims,
    count(distinct o.source_system)::integer as claiming_platforms,
    (count(*) filter (where o.touch_rank >= 1))::integer as counting_platforms,
    (count(*) filter (where o.outcome = 'superseded'))::integer as superseded_claims,
    (count(*) filter (where o.outcome = 'rejected'))::integer as rejected_claims,
    sum(o.claimed_revenue) filter (where o.currency = k.order_currency_code) as platform_reported_revenue,
    min(o.touch_rank) filter (where o.channel = 'sms') as sms_rank
  from mart_order_keys as k
  join claim_outcomes as o on o.store_id = k.sm_store_id and o.order_key = k.order_id
  group by k.sm_store_id, k.order_id;
  analyze mart_order_claims;
end
$$;
comment on function @schema@.mart_sum_order_claims() is 'Sums the claims to each order of mart_order_keys.';

create function @schema@.mart_refresh_orders() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  perform mart_place_orders();
  perform mart_sum_order_claims();

  perform mart_write('obt_orders', 'sm_store_id, order_id', $query$
    select f.sm_store_id, f.order_id, f.order_name, f.order_number, f.sm_order_key, f.source_system, f.customer_id,
      f.sm_customer_key, f.customer_email_hashed, f.customer_tags_csv, f.order_payment_status,
      f.order_currency_code, f.order_cancellation_reason, f.order_discount_codes_csv, f.order_tags_csv,
      f.order_skus_csv, f.order_product_titles_csv, f.order_vendors_csv, f.order_shipping_city,
      f.order_shipping_state, f.order_shipping_country, f.order_shipping_country_code, f.order_shipping_zip_code,
      case when p.order_index = 1 then '1st_order' when p.order_index > 1 then 'repeat_order' end,
      case when p.sm_valid_order_index = 1 then '1st_order'
        when p.sm_valid_order_index > 1 then 'repeat_order' end,
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
      p.order_index, p.order_index_reversed, p.sm_valid_order_index, p.sm_valid_order_index_reversed,
      p.order_latency_days, f.utm_message_channel,
      coalesce(c.claims, 0), coalesce(c.claiming_platforms, 0), coalesce(c.counting_platforms, 0),
      coalesce(c.superseded_claims, 0), coalesce(c.rejected_claims, 0), c.platform_reported_revenue,
      l.source_system, l.channel, l.message_id, l.touch_at, l.counted_revenue,
      s.source_system, s.message_type, s.campaign_id, s.campaign_name, s.message_id, s.message_name,
      s.attribution_type, s.touch_at, s.minutes_to_order, s.counted_revenue, s.touch_rank = 1
    from mart_order_keys as k
    join order_facts as f using (sm_store_id, order_id)
    left join mart_places as placed using (sm_store_id, order_id)
    left join obt_orders as old using (sm_store_id, order_id)
    -- Where nothing moved at the customer's, the places stay as they are.
    cross join lateral (select
      case when k.moved or placed.order_id is not null then placed.order_index else old.order_index end
        as order_index,
      case when k.moved or placed.order_id is not null then placed.order_index_reversed
        else old.order_index_reversed end as order_index_reversed,
      case when k.moved or placed.order_id is not null then placed.sm_valid_order_index
        else old.sm_valid_order_index end as sm_valid_order_index,
      case when k.moved or placed.order_id is not null then placed.sm_valid_order_index_reversed
        else old.sm_valid_order_index_reversed end as sm_valid_order_index_reversed,
      case when k.moved or placed.order_id is not null then placed.order_latency_days
        else old.order_latency_days end as order_latency_days) as p
    left join mart_order_claims as c using (sm_store_id, order_id)
    left join claim_outcomes as l
      on l.store_id = c.sm_store_id and l.order_key = c.order_id and l.touch_rank = 1
    left join claim_outcomes as s
      on s.store_id = c.sm_store_id and s.order_key = c.order_id and s.touch_rank = c.sms_rank
  $query$);

  update obt_orders as o
  set order_index = p.order_index, order_index_reversed = p.order_index_reversed,
    sm_valid_order_index = p.sm_valid_order_index,
    sm_valid_order_index_reversed = p.sm_valid_order_index_reversed, order_latency_days = p.order_latency_days,
    is_latest_order = p.order_index_reversed = 1,
    order_sequence = case when p.order_index = 1 then '1st_order' else 'repeat_order' end,
    sm_valid_order_sequence = case when p.sm_valid_order_index = 1 then '1st_order'
      when p.sm_valid_order_index > 1 then 'repeat_order' end
  from mart_places as p
  where o.sm_store_id = p.sm_store_id and o.order_id = p.order_id
    and (o.order_index, o.order_index_reversed, o.sm_valid_order_index, o.sm_valid_order_index_reversed,
      o.order_latency_days)
      is distinct from (p.order_index, p.order_index_reversed, p.sm_valid_order_index,
        p.sm_valid_order_index_reversed, p.order_latency_days);
  drop table mart_order_keys, mart_customers, mart_places, mart_order_claims;
end
$$;
comment on function @schema@.mart_refresh_orders() is 'Recomputes obt_orders for mart_orders.';
