create or replace view @schema@.order_facts as
select
  o.store_id as sm_store_id,
  o.order_id,
  o.order_name,
  o.order_number,
  o.store_id || '/' || o.order_id as sm_order_key,
  'shopify' as source_system,
  o.customer_id,
  case
    when o.customer_id is not null then o.customer_id
    when identity.email_hash is not null then left(identity.email_hash, 32)
    when btrim(o.phone) <> '' then left(encode(sha256(convert_to(btrim(o.phone), 'UTF8')), 'hex'), 32)
  end as sm_customer_key,
  identity.email_hash as customer_email_hashed,
  array_to_string(@schema@.label_list(o.extra #> '{customer,tags}'), ',') as customer_tags_csv,
  status.payment_status as order_payment_status,
  checks.currency as order_currency_code,
  o.extra ->> 'cancel_reason' as order_cancellation_reason,
  array_to_string(@schema@.label_list(o.discount_codes), ',') as order_discount_codes_csv,
  array_to_string(status.tags, ',') as order_tags_csv,
  items.skus as order_skus_csv,
  items.titles as order_product_titles_csv,
  items.vendors as order_vendors_csv,
  o.shipping_city as order_shipping_city,
  o.shipping_province as order_shipping_state,
  case when char_length(o.shipping_country) <> 2 then o.shipping_country end as order_shipping_country,
  case when char_length(o.shipping_country) = 2 then o.shipping_country end as order_shipping_country_code,
  o.shipping_zip as order_shipping_zip_code,
  o.source_name as sm_order_sales_channel,
  nullif(split_part(split_part(o.landing_site, '?', 1), '#', 1), '') as sm_order_landing_page,
  lower(substring(o.referring_site from '^[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)'))
    as sm_order_referrer_domain,
  utm.source as sm_utm_source,
  utm.medium as sm_utm_medium,
  utm.source || ' / ' || utm.medium as sm_utm_source_medium,
  utm.campaign as sm_utm_campaign,
  utm.content as sm_utm_content,
  utm.term as sm_utm_term,
  utm.id as sm_utm_id,
  o.payment_gateway as primary_order_payment_gateway,
  checks.is_valid as is_order_sm_valid,
  checks.order_kind,
  tax.inclusive as is_price_tax_inclusive,
  o.created_at as order_created_at,
  o.created_at at time zone s.reporting_timezone as order_created_at_local_datetime,
  coalesce(o.processed_at, o.created_at) as order_processed_at,
  coalesce(o.processed_at, o.created_at) at time zone s.reporting_timezone as order_processed_at_local_datetime,
  o.updated_at as order_updated_at,
  o.updated_at at time zone s.reporting_timezone as order_updated_at_local_datetime,
  o.cancelled_at as order_cancelled_at,
  o.cancelled_at at time zone s.reporting_timezone as order_cancelled_at_local_datetime,
  o.subtotal_price + o.total_discounts as order_gross_revenue,
  - o.total_discounts as order_discounts,
  checks.net_goods - o.subtotal_price as order_refunds,
  checks.net_goods as order_net_revenue,
  o.subtotal_price as order_net_revenue_before_refunds,
  o.total_shipping as order_gross_shipping,
  o.total_tax as order_gross_taxes,
  o.total_duties as order_gross_duties,
  case when charged.total < 0 then 0 else charged.total end as order_total_revenue,
  - o.total_discounts as order_total_discounts,
  - checks.refunds as order_total_refunds,
  o.total_tax as order_total_taxes,
  o.line_item_quantity as order_cart_quantity,
  case
    when lower(utm.source) ~ '(attentive|postscript|sms|mms)' or lower(utm.medium) ~ '(attentive|postscript|sms|mms)'
      then 'sms'
    when lower(utm.source) ~ '(klaviyo|email)' or lower(utm.medium) ~ '(klaviyo|email)' then 'email'
  end as utm_message_channel
from @schema@.shopify_orders as o
join @schema@.order_checks as checks on checks.order_id = o.order_id and checks.store_id = o.store_id
join @schema@.store_settings as s on s.store_id = o.store_id
-- `offset 0` keeps what several columns share from being computed for each of them.
cross join lateral (
  select encode(sha256(convert_to(lower(nullif(btrim(o.email), '')), 'UTF8')), 'hex') as email_hash
  offset 0) as identity
cross join lateral (
  select lower(nullif(btrim(o.financial_status), '')) as payment_status, @schema@.label_list(o.tags) as tags
  offset 0) as status
cross join lateral (
  select case
    when jsonb_typeof(o.extra -> 'taxes_included') = 'boolean' then (o.extra ->> 'taxes_included')::boolean
    when o.total_tax > 0 and o.total_price = o.subtotal_price + o.total_shipping + coalesce(o.total_duties, 0)
      then true
    when o.total_tax > 0
      and o.total_price = o.subtotal_price + o.total_shipping + coalesce(o.total_duties, 0) + o.total_tax
      then false
  end as inclusive
  offset 0) as tax
cross join lateral (
  select o.subtotal_price + o.total_shipping + case when tax.inclusive then 0 else o.total_tax end - checks.refunds
    as total
  offset 0) as charged
left join lateral (
  select string_agg(line ->> 'sku', ',') as skus,
    string_agg(line ->> 'title', ',') as titles,
    string_agg(distinct line ->> 'vendor' collate "C", ',') as vendors
  from jsonb_array_elements(case jsonb_typeof(o.line_items) when 'array' then o.line_items end)
    as lines (line)) as items on true
left join lateral (
  select @schema@.url_parameter(o.landing_site, 'utm_source') as source,
    @schema@.url_parameter(o.landing_site, 'utm_medium') as medium,
    @schema@.url_parameter(o.landing_site, 'utm_campaign') as campaign,
    @schema@.url_parameter(o.landing_site, 'utm_content') as content,
    @schema@.url_parameter(o.landing_site, 'utm_term') as term,
    @schema@.url_parameter(o.landing_site, 'utm_id') as id
  where o.landing_site like '%utm\_%'
  offset 0) as utm on true;

comment on view @schema@.order_facts is
  'What obt_orders knows from the order alone, before the customer''s other orders and the claims come in.';
comment on column @schema@.order_facts.sm_store_id is 'See obt_orders.';
comment on column @schema@.order_facts.order_id is 'See obt_orders.';
comment on column @schema@.order_facts.order_name is 'See obt_orders.';
comment on column @schema@.order_facts.order_number is 'See obt_orders.';
comment on column @schema@.order_facts.sm_order_key is 'See obt_orders.';
comment on column @schema@.order_facts.source_system is 'See obt_orders.';
comment on column @schema@.order_facts.customer_id is 'See obt_orders.';
comment on column @schema@.order_facts.sm_customer_key is 'See obt_orders.';
comment on column @schema@.order_facts.customer_email_hashed is 'See obt_orders.';
comment on column @schema@.order_facts.customer_tags_csv is 'See obt_orders.';
comment on column @schema@.order_facts.order_payment_status is 'See obt_orders.';
comment on column @schema@.order_facts.order_currency_code is 'See obt_orders.';
comment on column @schema@.order_facts.order_cancellation_reason is 'See obt_orders.';
comment on column @schema@.order_facts.order_discount_codes_csv is 'See obt_orders.';
comment on column @schema@.order_facts.order_tags_csv is 'See obt_orders.';
comment on column @schema@.order_facts.order_skus_csv is 'See obt_orders.';
comment on column @schema@.order_facts.order_product_titles_csv is 'See obt_orders.';
comment on column @schema@.order_facts.order_vendors_csv is 'See obt_orders.';
comment on column @schema@.order_facts.order_shipping_city is 'See obt_orders.';
comment on column @schema@.order_facts.order_shipping_state is 'See obt_orders.';
comment on column @schema@.order_facts.order_shipping_country is 'See obt_orders.';
comment on column @schema@.order_facts.order_shipping_country_code is 'See obt_orders.';
comment on column @schema@.order_facts.order_shipping_zip_code is 'See obt_orders.';
comment on column @schema@.order_facts.sm_order_sales_channel is 'See obt_orders.';
comment on column @schema@.order_facts.sm_order_landing_page is 'See obt_orders.';
comment on column @schema@.order_facts.sm_order_referrer_domain is 'See obt_orders.';
comment on column @schema@.order_facts.sm_utm_source is 'See obt_orders.';
comment on column @schema@.order_facts.sm_utm_medium is 'See obt_orders.';
comment on column @schema@.order_facts.sm_utm_source_medium is 'See obt_orders.';
comment on column @schema@.order_facts.sm_utm_campaign is 'See obt_orders.';
comment on column @schema@.order_facts.sm_utm_content is 'See obt_orders.';
comment on column @schema@.order_facts.sm_utm_term is 'See obt_orders.';
comment on column @schema@.order_facts.sm_utm_id is 'See obt_orders.';
comment on column @schema@.order_facts.primary_order_payment_gateway is 'See obt_orders.';
comment on column @schema@.order_facts.is_order_sm_valid is 'See obt_orders.';
comment on column @schema@.order_facts.order_kind is 'See obt_orders.';
comment on column @schema@.order_facts.is_price_tax_inclusive is 'See obt_orders.';
comment on column @schema@.order_facts.order_created_at is 'See obt_orders.';
comment on column @schema@.order_facts.order_created_at_local_datetime is 'See obt_orders.';
comment on column @schema@.order_facts.order_processed_at is 'See obt_orders.';
comment on column @schema@.order_facts.order_processed_at_local_datetime is 'See obt_orders.';
comment on column @schema@.order_facts.order_updated_at is 'See obt_orders.';
comment on column @schema@.order_facts.order_updated_at_local_datetime is 'See obt_orders.';
comment on column @schema@.order_facts.order_cancelled_at is 'See obt_orders.';
comment on column @schema@.order_facts.order_cancelled_at_local_datetime is 'See obt_orders.';
comment on column @schema@.order_facts.order_gross_revenue is 'See obt_orders.';
comment on column @schema@.order_facts.order_discounts is 'See obt_orders.';
comment on column @schema@.order_facts.order_refunds is 'See obt_orders.';
comment on column @schema@.order_facts.order_net_revenue is 'See obt_orders.';
comment on column @schema@.order_facts.order_net_revenue_before_refunds is 'See obt_orders.';
comment on column @schema@.order_facts.order_gross_shipping is 'See obt_orders.';
comment on column @schema@.order_facts.order_gross_taxes is 'See obt_orders.';
comment on column @schema@.order_facts.order_gross_duties is 'See obt_orders.';
comment on column @schema@.order_facts.order_total_revenue is 'See obt_orders.';
comment on column @schema@.order_facts.order_total_discounts is 'See obt_orders.';
comment on column @schema@.order_facts.order_total_refunds is 'See obt_orders.';
comment on column @schema@.order_facts.order_total_taxes is 'See obt_orders.';
comment on column @schema@.order_facts.order_cart_quantity is 'See obt_orders.';
comment on column @schema@.order_facts.utm_message_channel is 'See obt_orders.';
