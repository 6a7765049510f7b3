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
  o.currency as order_currency_code,
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
  not (
    coalesce(status.payment_status, '') in
      ('', 'voided', 'expired', 'cancelled', 'uncollectible', 'draft', 'refunded')
    or o.cancelled_at is not null
    or coalesce(o.test, false)
    or coalesce(o.source_name <> all (s.accepted_sales_channels), false)
    or (s.exclude_zero_net_orders and coalesce(o.subtotal_price - o.total_refunded = 0, false))
    or (status.tags is not null and exists (
      select from unnest(status.tags) as t (tag), unnest(s.excluded_order_tags) as x (tag)
      where lower(t.tag) = lower(x.tag)))
  ) as is_order_sm_valid,
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
  - o.total_refunded as order_refunds,
  o.subtotal_price - o.total_refunded as order_net_revenue,
  o.subtotal_price as order_net_revenue_before_refunds,
  o.total_shipping as order_gross_shipping,
  o.total_tax as order_gross_taxes,
  o.total_duties as order_gross_duties,
  o.subtotal_price - o.total_refunded + o.total_shipping
    + case when tax.inclusive then 0 else o.total_tax end as order_total_revenue,
  - o.total_discounts as order_total_discounts,
  - o.total_refunded as order_total_refunds,
  o.total_tax as order_total_taxes,
  o.line_item_quantity as order_cart_quantity,
  case
    when lower(utm.source) ~ '(attentive|postscript|sms|mms)' or lower(utm.medium) ~ '(attentive|postscript|sms|mms)'
      then 'sms'
    when lower(utm.source) ~ '(klaviyo|email)' or lower(utm.medium) ~ '(klaviyo|email)' then 'email'
  end as utm_message_channel
from @schema@.shopify_orders as o
cross join @schema@.settings as s
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
