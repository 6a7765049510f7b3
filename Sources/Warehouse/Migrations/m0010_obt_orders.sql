-- Mart obt_orders: one row per Shopify order: the published columns, then what the claims to it came to.

create table @schema@.obt_orders (
  sm_store_id                      text collate "C" not null,
  order_id                         text collate "C" not null,
  order_name                       text collate "C",
  order_number                     text collate "C",
  sm_order_key                     text collate "C" not null,
  source_system                    text not null,
  customer_id                      text collate "C",
  sm_customer_key                  text collate "C",
  customer_email_hashed            text collate "C",
  customer_tags_csv                text,
  order_payment_status             text,
  order_currency_code              text collate "C",
  order_cancellation_reason        text,
  order_discount_codes_csv         text,
  order_tags_csv                   text,
  order_skus_csv                   text,
  order_product_titles_csv         text,
  order_vendors_csv                text,
  order_shipping_city              text,
  order_shipping_state             text,
  order_shipping_country           text,
  order_shipping_country_code      text,
  order_shipping_zip_code          text,
  order_sequence                   text,
  sm_valid_order_sequence          text,
  sm_order_type                    text,
  sm_channel                       text,
  sm_sub_channel                   text,
  sm_order_sales_channel           text,
  sm_order_landing_page            text,
  sm_order_referrer_domain         text,
  sm_utm_source                    text,
  sm_utm_medium                    text,
  sm_utm_source_medium             text,
  sm_utm_campaign                  text,
  sm_utm_content                   text,
  sm_utm_term                      text,
  sm_utm_id                        text,
  primary_order_payment_gateway    text,
  is_order_sm_valid                boolean not null,
  is_latest_order                  boolean,
  is_price_tax_inclusive           boolean,
  is_subscription_order            boolean,
  order_created_at                 timestamptz,
  order_created_at_local_datetime  timestamp,
  order_processed_at               timestamptz,
  order_processed_at_local_datetime timestamp,
  order_updated_at                 timestamptz,
  order_updated_at_local_datetime  timestamp,
  order_cancelled_at               timestamptz,
  order_cancelled_at_local_datetime timestamp,
  order_gross_revenue              numeric,
  order_discounts                  numeric,
  order_refunds                    numeric,
  order_net_revenue                numeric,
  order_net_revenue_before_refunds numeric,
  order_gross_shipping             numeric,
  order_gross_taxes                numeric,
  order_gross_duties               numeric,
  order_total_revenue              numeric,
  order_total_discounts            numeric,
  order_total_refunds              numeric,
  order_total_taxes                numeric,
  order_cart_quantity              numeric,
  order_refund_quantity            numeric,
  order_index                      integer,
  order_index_reversed             integer,
  sm_valid_order_index             integer,
  sm_valid_order_index_reversed    integer,
  order_latency_days               integer,
  utm_message_channel              text,
  claims                           integer not null,
  claiming_platforms               integer not null,
  counting_platforms               integer not null,
  superseded_claims                integer not null,
  rejected_claims                  integer not null,
  platform_reported_revenue        numeric,
  last_touch_source_system         text collate "C",
  last_touch_channel               text,
  last_touch_message_id            text collate "C",
  last_touch_at                    timestamptz,
  last_touch_revenue               numeric,
  sms_source_system                text collate "C",
  sms_message_type                 text,
  sms_campaign_id                  text collate "C",
  sms_campaign_name                text,
  sms_message_id                   text collate "C",
  sms_message_name                 text,
  sms_attribution_type             text,
  sms_touch_at                     timestamptz,
  sms_minutes_to_order             numeric,
  sms_attributed_revenue           numeric,
  is_sms_last_touch                boolean,
  primary key (order_id, sm_store_id)
);

-- Asked for one customer at a time, and half the cost of a b-tree over keys in no order.
create index obt_orders_customer on @schema@.obt_orders using hash (sm_customer_key);
create index obt_orders_processed on @schema@.obt_orders (order_processed_at_local_datetime);

comment on table @schema@.obt_orders is
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
comment on column @schema@.obt_orders.sm_utm_source is 'utm_source of the landing page.';
comment on column @schema@.obt_orders.sm_utm_medium is 'utm_medium of the landing page.';
comment on column @schema@.obt_orders.sm_utm_source_medium is 'utm_source and utm_medium, joined by '' / ''.';
comment on column @schema@.obt_orders.sm_utm_campaign is 'utm_campaign of the landing page.';
comment on column @schema@.obt_orders.sm_utm_content is 'utm_content of the landing page.';
comment on column @schema@.obt_orders.sm_utm_term is 'utm_term of the landing page.';
comment on column @schema@.obt_orders.sm_utm_id is 'utm_id of the landing page.';
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
  'sms where utm_source or utm_medium names attentive, postscript, sms or mms; else email where one names klaviyo or '
  'email; else null.';
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
comment on column @schema@.obt_orders.last_touch_revenue is 'Validated revenue of the last touch.';
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
comment on column @schema@.obt_orders.sms_attributed_revenue is 'Its validated revenue.';
comment on column @schema@.obt_orders.is_sms_last_touch is
  'Whether the winning SMS claim is the last touch in all; null without an SMS claim that stands.';
