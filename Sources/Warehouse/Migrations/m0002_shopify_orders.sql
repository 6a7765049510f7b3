-- Stream shopify_orders: what Shopify itself says of an order; the side every platform's claim is checked against.
--
-- Conventions of all stream tables:
--   * A field of a record has the column of its name; fields without a column are kept in `extra`.
--   * Identifiers are text in the C collation: digits beyond 2^53 survive, sorting is the same on every machine.
--   * Money is numeric without a scale limit, exactly as the source wrote it; times are instants (timestamptz).
--   * Unknown is null. The constraints are those of the key, and the few that a table names.

create table @schema@.shopify_orders (
  store_id           text collate "C" not null default 'default',
  order_id           text collate "C" not null,
  order_name         text collate "C",
  order_number       text collate "C",
  created_at         timestamptz,
  processed_at       timestamptz,
  updated_at         timestamptz,
  cancelled_at       timestamptz,
  test               boolean,
  financial_status   text,
  fulfillment_status text,
  currency           text collate "C",
  subtotal_price     numeric,
  total_shipping     numeric,
  total_tax          numeric,
  total_discounts    numeric,
  total_duties       numeric,
  total_price        numeric,
  total_refunded     numeric,
  email              text,
  phone              text,
  customer_id        text collate "C",
  discount_codes     jsonb,
  tags               jsonb,
  source_name        text,
  landing_site       text,
  referring_site     text,
  payment_gateway    text,
  shipping_city      text,
  shipping_province  text,
  shipping_country   text,
  shipping_zip       text,
  note_attributes    jsonb,
  line_items         jsonb,
  line_item_quantity numeric,
  order_kind         text check (order_kind in ('one_time', 'subscription_first', 'subscription_renewal')),
  extra              jsonb,
  _sdc_extracted_at  timestamptz,
  _sdc_batched_at    timestamptz not null default now(),
  _sdc_known          bigint not null default -1,
  _sdc_stamps         jsonb,
  -- What tells rows apart leads every key: comparisons end sooner, which sorting and loading live on.
  primary key (order_id, store_id)
);

comment on table @schema@.shopify_orders is
  'Shopify orders, one row per order and store, as last seen.';
comment on column @schema@.shopify_orders.store_id is
  'The shop this order belongs to, so that several shops share one warehouse.';
comment on column @schema@.shopify_orders.order_id is 'Shopify''s numeric order id, as text.';
comment on column @schema@.shopify_orders.order_name is 'The name people see, such as #1001; not unique across stores.';
comment on column @schema@.shopify_orders.order_number is 'The number within the shop, without prefix and suffix.';
comment on column @schema@.shopify_orders.created_at is 'When the order was created in Shopify.';
comment on column @schema@.shopify_orders.processed_at is
  'When the order was processed: the time Shopify''s own reports use; null in the CSV export.';
comment on column @schema@.shopify_orders.updated_at is
  'When Shopify last changed the order; decides which of two versions is newer.';
comment on column @schema@.shopify_orders.cancelled_at is 'When the order was cancelled; null where it was not.';
comment on column @schema@.shopify_orders.test is
  'True for an order of the bogus gateway or of test mode; null where the source cannot say.';
comment on column @schema@.shopify_orders.financial_status is
  'Payment status: paid, pending, authorized, partially_paid, partially_refunded, refunded, voided, expired.';
comment on column @schema@.shopify_orders.fulfillment_status is 'Shipping status as Shopify writes it.';
comment on column @schema@.shopify_orders.currency is
  'ISO 4217 code of the shop currency in which all amounts of this row are.';
comment on column @schema@.shopify_orders.subtotal_price is
  'Line items after discounts, before shipping; includes tax only where the shop''s prices do.';
comment on column @schema@.shopify_orders.total_shipping is 'Shipping charged.';
comment on column @schema@.shopify_orders.total_tax is 'Tax charged, whether on top of or within the prices.';
comment on column @schema@.shopify_orders.total_discounts is 'Discounts given, as a positive amount.';
comment on column @schema@.shopify_orders.total_duties is 'Duties charged.';
comment on column @schema@.shopify_orders.total_price is 'What the customer was charged in all, before refunds.';
comment on column @schema@.shopify_orders.total_refunded is 'Refunded so far, as a positive amount.';
comment on column @schema@.shopify_orders.email is 'The customer''s e-mail address on the order.';
comment on column @schema@.shopify_orders.phone is 'The customer''s phone number on the order.';
comment on column @schema@.shopify_orders.customer_id is 'Shopify''s customer id; null in the CSV export.';
comment on column @schema@.shopify_orders.discount_codes is
  'Discount codes: a string, or an array of strings or of objects with a code.';
comment on column @schema@.shopify_orders.tags is 'Order tags: one comma-separated string, or an array of strings.';
comment on column @schema@.shopify_orders.source_name is 'The sales channel that made the order, such as web or pos.';
comment on column @schema@.shopify_orders.landing_site is 'The first page of the visit, with its UTM parameters.';
comment on column @schema@.shopify_orders.referring_site is 'The page that led to the shop.';
comment on column @schema@.shopify_orders.payment_gateway is 'Payment method.';
comment on column @schema@.shopify_orders.shipping_city is 'City of the shipping address.';
comment on column @schema@.shopify_orders.shipping_province is 'Province or state of the shipping address.';
comment on column @schema@.shopify_orders.shipping_country is
  'Country of the shipping address, a name or an ISO 3166 code as the source has it.';
comment on column @schema@.shopify_orders.shipping_zip is 'Postal code of the shipping address.';
comment on column @schema@.shopify_orders.note_attributes is 'Additional details of the order as name and value pairs.';
comment on column @schema@.shopify_orders.line_items is 'Array of {sku, title, quantity, price, discount, vendor}.';
comment on column @schema@.shopify_orders.line_item_quantity is 'Number of items ordered over all lines.';
comment on column @schema@.shopify_orders.order_kind is
  'one_time, subscription_first or subscription_renewal, where the source says; else order_kind_rules decide.';
comment on column @schema@.shopify_orders.extra is 'Fields of the record that have no column here.';
comment on column @schema@.shopify_orders._sdc_extracted_at is
  'When the source was observed; null where that is unknown.';
comment on column @schema@.shopify_orders._sdc_batched_at is 'When the loader last wrote this row.';
comment on column @schema@.shopify_orders._sdc_known is
  'Which columns the newest observation knew: the sum of 2 to the power of the column''s number less 1.';
comment on column @schema@.shopify_orders._sdc_stamps is
  'When and by what the other columns were observed, where another source knew them; else null.';
