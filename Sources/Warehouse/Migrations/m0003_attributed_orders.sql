-- Stream attributed_orders: a platform's claim that its message brought an order, with the verdict on it.

create table @schema@.attributed_orders (
  store_id           text collate "C" not null default 'default',
  source_system      text collate "C" not null,
  order_id           text collate "C",
  order_name         text collate "C",
  message_id         text collate "C" not null,
  order_at           timestamptz,
  order_date         date,
  claimed_revenue    numeric,
  currency           text collate "C",
  message_name       text,
  message_type       text check (message_type in ('campaign', 'flow', 'keyword', 'conversation', 'other')),
  channel            text check (channel in ('sms', 'email', 'push')),
  campaign_id        text collate "C",
  campaign_name      text,
  attribution_type   text check (attribution_type in ('click', 'view', 'coupon', 'keyword', 'unknown')),
  sent_at            timestamptz,
  clicked_at         timestamptz,
  subscriber_id      text collate "C",
  phone              text,
  email              text,
  validation_status  text,
  rejection_reasons  jsonb,
  validated_revenue  numeric,
  order_revenue      numeric,
  touch_at           timestamptz,
  minutes_to_order   numeric,
  window_checked     boolean,
  customer_match     boolean,
  matched_order_id   text collate "C",
  order_processed_at timestamptz,
  order_ref          text collate "C" not null
    generated always as (coalesce(order_id, 'name:' || order_name)) stored,
  extra              jsonb,
  _sdc_extracted_at  timestamptz,
  _sdc_batched_at    timestamptz not null default now(),
  _sdc_known          bigint not null default -1,
  _sdc_stamps         jsonb,
  primary key (order_ref, message_id, source_system, store_id),
  constraint attributed_orders_validation_status
    check (validation_status in ('valid', 'adjusted', 'rejected', 'unverifiable'))
);

comment on table @schema@.attributed_orders is
  'Claims of messaging platforms to orders, one row per platform, order and message. A claim needs an order_id or an '
  'order_name. A verdict that a record brought along is kept as what that run said; the one that counts is in '
  'claim_outcomes.';
comment on column @schema@.attributed_orders.store_id is 'The shop the claim belongs to.';
comment on column @schema@.attributed_orders.source_system is
  'The claiming platform in lower case: postscript, klaviyo, attentive, ….';
comment on column @schema@.attributed_orders.order_id is
  'The Shopify order id that the platform names; null where it names the order only.';
comment on column @schema@.attributed_orders.order_name is 'The order name that the platform gives, such as #1001.';
comment on column @schema@.attributed_orders.message_id is
  'The message that is said to have brought the order; derived from the claim''s other fields where the export has '
  'none.';
comment on column @schema@.attributed_orders.order_at is
  'Time of the order as the platform tells it; null where it tells only the day.';
comment on column @schema@.attributed_orders.order_date is
  'Day of the order where the platform tells only that: the whole day in the reporting timezone. Null beside order_at.';
comment on column @schema@.attributed_orders.claimed_revenue is 'Revenue that the platform claims.';
comment on column @schema@.attributed_orders.currency is 'ISO 4217 code of the claim''s amounts.';
comment on column @schema@.attributed_orders.message_name is 'Name of the message.';
comment on column @schema@.attributed_orders.message_type is 'campaign, flow, keyword, conversation or other.';
comment on column @schema@.attributed_orders.channel is 'sms, email or push.';
comment on column @schema@.attributed_orders.campaign_id is 'The campaign or flow of the message.';
comment on column @schema@.attributed_orders.campaign_name is 'Name of the campaign or flow.';
comment on column @schema@.attributed_orders.attribution_type is
  'Why the platform claims the order: click, view, coupon, keyword or unknown.';
comment on column @schema@.attributed_orders.sent_at is 'When the message was sent.';
comment on column @schema@.attributed_orders.clicked_at is
  'When its link was clicked; null where it was not, or is unknown.';
comment on column @schema@.attributed_orders.subscriber_id is 'The platform''s id of the recipient.';
comment on column @schema@.attributed_orders.phone is 'Phone number of the recipient.';
comment on column @schema@.attributed_orders.email is 'E-mail address of the recipient.';
comment on column @schema@.attributed_orders.validation_status is
  'valid, adjusted (the order''s own figure differs), rejected, unverifiable (the order lies outside the orders at '
  'hand); null before validation.';
comment on column @schema@.attributed_orders.rejection_reasons is
  'Array of every reason that applies, the most fundamental first.';
comment on column @schema@.attributed_orders.validated_revenue is
  'Revenue that stands after the check; null unless valid or adjusted.';
comment on column @schema@.attributed_orders.order_revenue is
  'Revenue of the order by Shopify, by the policy of the run that checked it.';
comment on column @schema@.attributed_orders.touch_at is
  'The touch that competes for the order: clicked_at of a click that has one, else sent_at.';
comment on column @schema@.attributed_orders.minutes_to_order is 'Minutes from touch to order.';
comment on column @schema@.attributed_orders.window_checked is 'Whether the attribution window could be checked.';
comment on column @schema@.attributed_orders.customer_match is
  'Whether phone or e-mail of claim and order agree; null where no comparison was possible.';
comment on column @schema@.attributed_orders.matched_order_id is
  'The Shopify order id that the check found; null where it found none.';
comment on column @schema@.attributed_orders.order_processed_at is
  'The order''s time by Shopify, as the check used it.';
comment on column @schema@.attributed_orders.order_ref is
  'The order as the claim names it: order_id, else ''name:'' and order_name. Part of the key.';
comment on column @schema@.attributed_orders.extra is 'Fields of the record that have no column here.';
comment on column @schema@.attributed_orders._sdc_extracted_at is
  'When the source was observed; null where that is unknown.';
comment on column @schema@.attributed_orders._sdc_batched_at is 'When the loader last wrote this row.';
comment on column @schema@.attributed_orders._sdc_known is
  'Which columns the newest observation knew: the sum of 2 to the power of the column''s number less 1.';
comment on column @schema@.attributed_orders._sdc_stamps is
  'When and by what the other columns were observed, where another source knew them; else null.';
