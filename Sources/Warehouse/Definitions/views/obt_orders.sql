-- Mart obt_orders, one row per Shopify order: the published columns, then what the claims to it came to. A view over
-- what Shopify says (shopify_orders), what follows from it (order_checks) and the claims (order_claims), so that a
-- claim costs no wide row. A query pays only for the columns that it reads: hence no `offset 0` here, and tables that
-- no column of it needs are left out.
create or replace view @schema@.obt_orders as
select
  k.store_id as sm_store_id,
  k.order_id,
  k.order_name,
  o.order_number,
  k.store_id || '/' || k.order_id as sm_order_key,
  'shopify' as source_system,
  o.customer_id,
  k.customer_key as sm_customer_key,
  encode(sha256(convert_to(@schema@.small_letters(nullif(btrim(o.email), '')), 'UTF8')), 'hex')
    as customer_email_hashed,
  array_to_string(@schema@.label_list(o.extra #> '{customer,tags}'), ',') as customer_tags_csv,
  lower(nullif(btrim(o.financial_status), '')) as order_payment_status,
  k.currency as order_currency_code,
  o.extra ->> 'cancel_reason' as order_cancellation_reason,
  array_to_string(@schema@.label_list(o.discount_codes), ',') as order_discount_codes_csv,
  array_to_string(@schema@.label_list(o.tags), ',') as order_tags_csv,
  (select string_agg(line ->> 'sku', ',') from jsonb_array_elements(items.list) as line) as order_skus_csv,
  (select string_agg(line ->> 'title', ',') from jsonb_array_elements(items.list) as line)
    as order_product_titles_csv,
  (select string_agg(distinct line ->> 'vendor' collate "C", ',') from jsonb_array_elements(items.list) as line)
    as order_vendors_csv,
  o.shipping_city as order_shipping_city,
  o.shipping_province as order_shipping_state,
  case when char_length(o.shipping_country) <> 2 then o.shipping_country end as order_shipping_country,
  case when char_length(o.shipping_country) = 2 then o.shipping_country end as order_shipping_country_code,
  o.shipping_zip as order_shipping_zip_code,
  case when k.order_index = 1 then '1st_order' when k.order_index > 1 then 'repeat_order' end as order_sequence,
  case when k.valid_index = 1 then '1st_order' when k.valid_index > 1 then 'repeat_order' end
    as sm_valid_order_sequence,
  k.order_kind as sm_order_type,
  null::text as sm_channel,
  null::text as sm_sub_channel,
  o.source_name as sm_order_sales_channel,
  nullif(split_part(split_part(o.landing_site, '?', 1), '#', 1), '') as sm_order_landing_page,
  lower(substring(o.referring_site from '^[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)'))
    as sm_order_referrer_domain,
  utm.source as sm_utm_source,
  utm.medium as sm_utm_medium,
  utm.source || ' / ' || utm.medium as sm_utm_source_medium,
  coalesce(@schema@.url_parameter(site.with_utm, 'utm_campaign'), noted.utm ->> 'campaign') as sm_utm_campaign,
  coalesce(@schema@.url_parameter(site.with_utm, 'utm_content'), noted.utm ->> 'content') as sm_utm_content,
  coalesce(@schema@.url_parameter(site.with_utm, 'utm_term'), noted.utm ->> 'term') as sm_utm_term,
  coalesce(@schema@.url_parameter(site.with_utm, 'utm_id'), noted.utm ->> 'id') as sm_utm_id,
  o.payment_gateway as primary_order_payment_gateway,
  k.is_valid as is_order_sm_valid,
  k.is_latest as is_latest_order,
  tax.inclusive as is_price_tax_inclusive,
  k.order_kind in ('subscription_first', 'subscription_renewal') as is_subscription_order,
  o.created_at as order_created_at,
  o.created_at at time zone k.reporting_timezone as order_created_at_local_datetime,
  k.order_at as order_processed_at,
  k.order_at at time zone k.reporting_timezone as order_processed_at_local_datetime,
  o.updated_at as order_updated_at,
  o.updated_at at time zone k.reporting_timezone as order_updated_at_local_datetime,
  o.cancelled_at as order_cancelled_at,
  o.cancelled_at at time zone k.reporting_timezone as order_cancelled_at_local_datetime,
  o.subtotal_price + o.total_discounts as order_gross_revenue,
  - o.total_discounts as order_discounts,
  k.net_goods - o.subtotal_price as order_refunds,
  k.net_goods as order_net_revenue,
  o.subtotal_price as order_net_revenue_before_refunds,
  o.total_shipping as order_gross_shipping,
  o.total_tax as order_gross_taxes,
  o.total_duties as order_gross_duties,
  case when charged.total < 0 then 0 else charged.total end as order_total_revenue,
  - o.total_discounts as order_total_discounts,
  - k.refunds as order_total_refunds,
  o.total_tax as order_total_taxes,
  o.line_item_quantity as order_cart_quantity,
  null::numeric as order_refund_quantity,
  k.order_index,
  k.order_index_reversed,
  k.valid_index as sm_valid_order_index,
  k.valid_index_reversed as sm_valid_order_index_reversed,
  k.latency_days as order_latency_days,
  @schema@.message_channel(concat_ws(' ', utm.source, utm.medium)) as utm_message_channel,
  coalesce(c.claims, 0) as claims,
  coalesce(c.claiming_platforms, 0) as claiming_platforms,
  coalesce(c.counting_platforms, 0) as counting_platforms,
  coalesce(c.superseded_claims, 0) as superseded_claims,
  coalesce(c.rejected_claims, 0) as rejected_claims,
  c.platform_reported_revenue,
  c.last_touch_source_system,
  c.last_touch_channel,
  c.last_touch_message_id,
  c.last_touch_at,
  c.last_touch_revenue,
  c.sms_source_system,
  c.sms_message_type,
  c.sms_campaign_id,
  c.sms_campaign_name,
  c.sms_message_id,
  c.sms_message_name,
  c.sms_attribution_type,
  c.sms_touch_at,
  c.sms_minutes_to_order,
  c.sms_attributed_revenue,
  c.is_sms_last_touch,
  k.revenue as order_policy_revenue
from @schema@.order_checks as k
left join @schema@.shopify_orders as o on o.order_id = k.order_id and o.store_id = k.store_id
left join @schema@.order_claims as c on c.order_id = k.order_id and c.store_id = k.store_id
cross join lateral (
  select case jsonb_typeof(o.line_items) when 'array' then o.line_items end as list) as items
cross join lateral (select case when o.landing_site like '%utm\_%' then o.landing_site end as with_utm) as site
-- Of one witness, never of two: the landing page, else what the API has parsed of it, else the order's notes.
cross join lateral (
  select case when site.with_utm is null
    then @schema@.noted_utm(o.utm_parameters, o.note_attributes) end as utm) as noted
cross join lateral (
  select coalesce(@schema@.url_parameter(site.with_utm, 'utm_source'), noted.utm ->> 'source') as source,
    coalesce(@schema@.url_parameter(site.with_utm, 'utm_medium'), noted.utm ->> 'medium') as medium) as utm
-- As the source says, else as the total does: the tax is on top of it, or is not.
cross join lateral (
  select case
    when jsonb_typeof(o.extra -> 'taxes_included') = 'boolean' then (o.extra ->> 'taxes_included')::boolean
    when o.total_tax > 0 and o.total_price = o.subtotal_price + o.total_shipping + coalesce(o.total_duties, 0)
      then true
    when o.total_tax > 0
      and o.total_price = o.subtotal_price + o.total_shipping + coalesce(o.total_duties, 0) + o.total_tax
      then false
  end as inclusive) as tax
cross join lateral (
  select o.subtotal_price + o.total_shipping + case when tax.inclusive then 0 else o.total_tax end - k.refunds
    as total) as charged;

comment on view @schema@.obt_orders is
  'Mart: one row per Shopify order. Amounts are in order_currency_code. Columns that no source knows '
  '(sm_channel, sm_sub_channel, order_refund_quantity) are null.';
comment on column @schema@.obt_orders.sm_store_id is 'The shop.';
comment on column @schema@.obt_orders.order_id is 'Shopify''s order id.';
comment on column @schema@.obt_orders.order_name is 'The name people see, such as #1001.';
comment on column @schema@.obt_orders.order_number is 'The number within the shop.';
comment on column @schema@.obt_orders.sm_order_key is
  'Unique over all stores, and stable: store id, a slash, order id.';
comment on column @schema@.obt_orders.source_system is 'Always shopify.';
comment on column @schema@.obt_orders.customer_id is 'Shopify''s customer id.';
comment on column @schema@.obt_orders.sm_customer_key is
  'The customer: the customer id, else 128 bits of the SHA-256 of the e-mail address, else of the phone number; null '
  'for a guest with none.';
comment on column @schema@.obt_orders.customer_email_hashed is
  'SHA-256 in hex of the e-mail address, trimmed and in lower case.';
comment on column @schema@.obt_orders.customer_tags_csv is
  'Tags of the customer, where the source sends them with the order.';
comment on column @schema@.obt_orders.order_payment_status is 'Payment status in lower case.';
comment on column @schema@.obt_orders.order_currency_code is 'ISO 4217 code of all amounts of the row.';
comment on column @schema@.obt_orders.order_cancellation_reason is 'Why it was cancelled, where the source says.';
comment on column @schema@.obt_orders.order_discount_codes_csv is 'Discount codes.';
comment on column @schema@.obt_orders.order_tags_csv is 'Order tags.';
comment on column @schema@.obt_orders.order_skus_csv is 'SKUs of the line items, in their order.';
comment on column @schema@.obt_orders.order_product_titles_csv is 'Titles of the line items, in their order.';
comment on column @schema@.obt_orders.order_vendors_csv is 'Vendors of the line items, each once, in byte order.';
comment on column @schema@.obt_orders.order_shipping_city is 'City of the shipping address.';
comment on column @schema@.obt_orders.order_shipping_state is 'Province or state of the shipping address.';
comment on column @schema@.obt_orders.order_shipping_country is
  'Country of the shipping address, where the source gives a name.';
comment on column @schema@.obt_orders.order_shipping_country_code is
  'Country of the shipping address, where the source gives an ISO 3166 code.';
comment on column @schema@.obt_orders.order_shipping_zip_code is 'Postal code of the shipping address.';
comment on column @schema@.obt_orders.order_sequence is '1st_order or repeat_order, among all orders of the customer.';
comment on column @schema@.obt_orders.sm_valid_order_sequence is
  '1st_order or repeat_order, among the customer''s valid orders; null for an invalid one.';
comment on column @schema@.obt_orders.sm_order_type is
  'one_time, subscription_first or subscription_renewal; null where nothing says.';
comment on column @schema@.obt_orders.sm_channel is 'Not known from any source so far.';
comment on column @schema@.obt_orders.sm_sub_channel is 'Not known from any source so far.';
comment on column @schema@.obt_orders.sm_order_sales_channel is 'The sales channel as Shopify names it.';
comment on column @schema@.obt_orders.sm_order_landing_page is 'First page of the visit, without its parameters.';
comment on column @schema@.obt_orders.sm_order_referrer_domain is 'Host that led to the shop.';
comment on column @schema@.obt_orders.sm_utm_source is
  'utm_source of the visit: of the landing page, else as the API has it, else as the order''s note attributes do.';
comment on column @schema@.obt_orders.sm_utm_medium is 'utm_medium of the visit.';
comment on column @schema@.obt_orders.sm_utm_source_medium is 'utm_source and utm_medium, joined by '' / ''.';
comment on column @schema@.obt_orders.sm_utm_campaign is 'utm_campaign of the visit.';
comment on column @schema@.obt_orders.sm_utm_content is 'utm_content of the visit.';
comment on column @schema@.obt_orders.sm_utm_term is 'utm_term of the visit.';
comment on column @schema@.obt_orders.sm_utm_id is 'utm_id of the visit.';
comment on column @schema@.obt_orders.primary_order_payment_gateway is 'Payment method.';
comment on column @schema@.obt_orders.is_order_sm_valid is
  'False where payment status is missing, voided, expired, cancelled, uncollectible, draft or refunded; where the '
  'order was cancelled or is a test; where it bears an excluded tag; or by the sales channel and net revenue settings.';
comment on column @schema@.obt_orders.is_latest_order is 'Whether the customer has no later order.';
comment on column @schema@.obt_orders.is_price_tax_inclusive is
  'Whether prices include tax: as the source says, else where total = subtotal + shipping (+ tax) decides it.';
comment on column @schema@.obt_orders.is_subscription_order is
  'Whether a subscription made the order; null where nothing says.';
comment on column @schema@.obt_orders.order_created_at is 'When the order was created.';
comment on column @schema@.obt_orders.order_created_at_local_datetime is 'The same in the reporting timezone.';
comment on column @schema@.obt_orders.order_processed_at is
  'When the order was processed, else created: the time of the order.';
comment on column @schema@.obt_orders.order_processed_at_local_datetime is
  'The same in the reporting timezone: the date field of this table.';
comment on column @schema@.obt_orders.order_updated_at is 'When Shopify last changed the order.';
comment on column @schema@.obt_orders.order_updated_at_local_datetime is 'The same in the reporting timezone.';
comment on column @schema@.obt_orders.order_cancelled_at is 'When the order was cancelled.';
comment on column @schema@.obt_orders.order_cancelled_at_local_datetime is 'The same in the reporting timezone.';
comment on column @schema@.obt_orders.order_gross_revenue is 'Line items before discounts: subtotal + discounts.';
comment on column @schema@.obt_orders.order_discounts is 'Discounts, at most 0.';
comment on column @schema@.obt_orders.order_refunds is 'Refunds, at most 0.';
comment on column @schema@.obt_orders.order_net_revenue is 'Gross revenue + discounts + refunds.';
comment on column @schema@.obt_orders.order_net_revenue_before_refunds is 'Gross revenue + discounts.';
comment on column @schema@.obt_orders.order_gross_shipping is 'Shipping charged.';
comment on column @schema@.obt_orders.order_gross_taxes is 'Tax charged.';
comment on column @schema@.obt_orders.order_gross_duties is 'Duties charged.';
comment on column @schema@.obt_orders.order_total_revenue is
  'Net revenue + shipping + taxes; taxes that the prices include are not added again.';
comment on column @schema@.obt_orders.order_total_discounts is 'Discounts, at most 0.';
comment on column @schema@.obt_orders.order_total_refunds is 'Refunds, at most 0.';
comment on column @schema@.obt_orders.order_total_taxes is 'Tax charged.';
comment on column @schema@.obt_orders.order_cart_quantity is 'Items ordered.';
comment on column @schema@.obt_orders.order_refund_quantity is 'Not known from any source so far.';
comment on column @schema@.obt_orders.order_index is 'Place among the customer''s orders, 1 = first.';
comment on column @schema@.obt_orders.order_index_reversed is 'Place from the end, 1 = latest.';
comment on column @schema@.obt_orders.sm_valid_order_index is
  'Place among the customer''s valid orders; null for an invalid one.';
comment on column @schema@.obt_orders.sm_valid_order_index_reversed is 'Place among them from the end.';
comment on column @schema@.obt_orders.order_latency_days is
  'Whole days since the customer''s order before; null for the first.';
comment on column @schema@.obt_orders.utm_message_channel is
  'sms where utm_source or utm_medium names attentive, postscript, sms or mms; else whatsapp, rcs or push where one '
  'names it; else email where one names klaviyo or email; else null.';
comment on column @schema@.obt_orders.claims is 'Claims of all platforms to the order.';
comment on column @schema@.obt_orders.claiming_platforms is 'Platforms that claim the order.';
comment on column @schema@.obt_orders.counting_platforms is 'Platforms whose claim stands after the check.';
comment on column @schema@.obt_orders.superseded_claims is
  'Valid claims that lost to another message of the same platform.';
comment on column @schema@.obt_orders.rejected_claims is 'Claims that the check rejected.';
comment on column @schema@.obt_orders.platform_reported_revenue is
  'Sum of what all claims in the order''s currency state; an order claimed twice is '
  'in it twice.';
comment on column @schema@.obt_orders.last_touch_source_system is 'Platform of the last touch.';
comment on column @schema@.obt_orders.last_touch_channel is 'Channel of the last touch.';
comment on column @schema@.obt_orders.last_touch_message_id is 'Message of the last touch.';
comment on column @schema@.obt_orders.last_touch_at is 'When the last touch was.';
comment on column @schema@.obt_orders.last_touch_revenue is
  'Validated revenue of the last touch, a part of order_policy_revenue; not of order_net_revenue, which is of goods '
  'alone.';
comment on column @schema@.obt_orders.sms_source_system is
  'Platform of the winning SMS claim: of the platforms'' winners by SMS, the latest touch.';
comment on column @schema@.obt_orders.sms_message_type is 'Kind of its message.';
comment on column @schema@.obt_orders.sms_campaign_id is 'Its campaign or flow.';
comment on column @schema@.obt_orders.sms_campaign_name is 'Name of its campaign or flow.';
comment on column @schema@.obt_orders.sms_message_id is 'Its message.';
comment on column @schema@.obt_orders.sms_message_name is 'Name of its message.';
comment on column @schema@.obt_orders.sms_attribution_type is 'Why its platform claims the order.';
comment on column @schema@.obt_orders.sms_touch_at is 'When it touched.';
comment on column @schema@.obt_orders.sms_minutes_to_order is 'Minutes from that touch to the order.';
comment on column @schema@.obt_orders.sms_attributed_revenue is
  'Its validated revenue, a part of order_policy_revenue.';
comment on column @schema@.obt_orders.is_sms_last_touch is
  'Whether the winning SMS claim is the last touch in all; null without an SMS claim that stands.';
comment on column @schema@.obt_orders.order_policy_revenue is
  'Revenue of the order by settings.revenue_figure (total: charged; subtotal: goods; net: charged less refunds): the '
  'figure that last_touch_revenue and sms_attributed_revenue are parts of, so divide by it, over rows with '
  'is_order_sm_valid.';
