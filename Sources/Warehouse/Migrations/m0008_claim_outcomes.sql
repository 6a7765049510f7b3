-- Mart order_checks: what follows from an order alone, and from its customer's other orders: what a claim to it is
-- checked against, and its place among them. Narrow, because every verdict reads it.

create table @schema@.order_checks (
  store_id      text collate "C" not null,
  order_id      text collate "C" not null,
  order_name    text collate "C",
  name_key      text collate "C",
  order_at      timestamptz,
  currency      text collate "C",
  revenue       numeric,
  refunds       numeric,
  net_goods     numeric,
  faults        text[] not null,
  is_valid      boolean not null,
  order_kind    text check (order_kind in ('one_time', 'subscription_first', 'subscription_renewal')),
  phone_key     text collate "C",
  email_key     text collate "C",
  customer_key  text collate "C",
  reporting_timezone text not null,
  order_index   integer,
  order_index_reversed integer,
  valid_index   integer,
  valid_index_reversed integer,
  latency_days  integer,
  is_latest     boolean,
  primary key (order_id, store_id)
);
create index order_checks_name on @schema@.order_checks (name_key, store_id);
-- Asked for one customer at a time, and half the cost of a b-tree over keys in no order.
create index order_checks_customer on @schema@.order_checks using hash (customer_key);
-- The date field of obt_orders.
create index order_checks_time on @schema@.order_checks ((order_at at time zone reporting_timezone));

comment on table @schema@.order_checks is
  'Mart: what claims are checked against, and the place among the customer''s orders; one row per Shopify order.';
comment on column @schema@.order_checks.store_id is 'The shop.';
comment on column @schema@.order_checks.order_id is 'Shopify''s order id.';
comment on column @schema@.order_checks.order_name is 'The name people see, such as #1001.';
comment on column @schema@.order_checks.name_key is 'The name without its #.';
comment on column @schema@.order_checks.order_at is 'When the order was processed, else created.';
comment on column @schema@.order_checks.currency is 'ISO 4217 code of the amounts.';
comment on column @schema@.order_checks.revenue is 'Its revenue by settings.revenue_figure; null where unknown.';
comment on column @schema@.order_checks.refunds is
  'Refunded so far; 0 where the payment status says that nothing was; null where unknown.';
comment on column @schema@.order_checks.net_goods is 'Goods after discounts less refunds, at least 0.';
comment on column @schema@.order_checks.faults is
  'What speaks against any claim to it, in the order of rejection_reasons; order_renewal leaves it valid.';
comment on column @schema@.order_checks.is_valid is 'Whether the order counts as revenue of the shop.';
comment on column @schema@.order_checks.order_kind is
  'one_time, subscription_first or subscription_renewal; null where nothing says.';
comment on column @schema@.order_checks.phone_key is 'The customer''s phone number in E.164 form.';
comment on column @schema@.order_checks.email_key is 'The customer''s e-mail address in lower case.';
comment on column @schema@.order_checks.customer_key is 'See obt_orders.sm_customer_key.';
comment on column @schema@.order_checks.reporting_timezone is 'The timezone of the local times of obt_orders.';
comment on column @schema@.order_checks.order_index is 'Place among the customer''s orders, 1 = first.';
comment on column @schema@.order_checks.order_index_reversed is 'Place from the end, 1 = latest.';
comment on column @schema@.order_checks.valid_index is
  'Place among the customer''s valid orders; null for an invalid one.';
comment on column @schema@.order_checks.valid_index_reversed is 'Place among them from the end.';
comment on column @schema@.order_checks.latency_days is
  'Whole days since the customer''s order before; null for the first.';
comment on column @schema@.order_checks.is_latest is 'Whether the customer has no later order.';

-- Mart claim_outcomes: every claim of a platform to an order, the verdict on it, and what became of it.
--
-- Which claim counts: within one platform, of its valid or adjusted claims to one order, the latest touch wins;
-- across platforms, of those winners, the latest touch. Ties: click before anything but a view, view last; then
-- the later send; then source_system, message_id and order_ref in byte order. A claim with no known touch loses
-- to one with. So an order counts once per platform, and its revenue at most once in all.

create table @schema@.claim_outcomes (
  store_id              text collate "C" not null,
  source_system         text collate "C" not null,
  order_ref             text collate "C" not null,
  message_id            text collate "C" not null,
  order_key             text collate "C" not null,
  order_held            boolean not null,
  order_name_key        text collate "C",
  order_day             date,
  date                  date,
  outcome               text not null check (outcome in
    ('last_touch', 'credited_elsewhere', 'superseded', 'rejected', 'unverifiable', 'withdrawn')),
  outcome_reason        text,
  status                text not null check (status in ('valid', 'adjusted', 'rejected', 'unverifiable')),
  judged_by             text not null check (judged_by in ('warehouse', 'record')),
  rejection_reasons     text[] not null,
  platform_rank         integer not null,
  touch_rank            integer,
  is_sms_winner         boolean not null,
  lost_to_source_system text collate "C",
  lost_to_message_id    text collate "C",
  currency              text collate "C",
  order_currency        text collate "C",
  claimed_revenue       numeric,
  order_revenue         numeric,
  validated_revenue     numeric,
  counted_revenue       numeric,
  channel               text,
  message_type          text,
  campaign_id           text collate "C",
  campaign_name         text,
  campaign_ref          text collate "C" not null,
  message_name          text,
  attribution_type      text,
  touch_at              timestamptz,
  order_at              timestamptz,
  minutes_to_order      numeric,
  window_checked        boolean not null,
  customer_match        boolean,
  primary key (order_ref, message_id, source_system, store_id)
);

-- All claims to an order; all claims of a message's day (null days included, hence the expression); claims that
-- look for their order by name; claims of the days that an export covers.
create index claim_outcomes_order on @schema@.claim_outcomes (order_key, store_id);
create index claim_outcomes_date
  on @schema@.claim_outcomes ((coalesce(date, 'infinity'::date)), message_id);
create index claim_outcomes_name on @schema@.claim_outcomes (order_name_key, store_id)
  where order_name_key is not null;
create index claim_outcomes_day on @schema@.claim_outcomes (order_day, source_system);

comment on table @schema@.claim_outcomes is
  'Mart: one row per claim of attributed_orders with the verdict on it and what became of it. Sum claimed_revenue of '
  'all but the withdrawn for what platforms report, counted_revenue for validated revenue, counted_revenue where '
  'outcome = ''last_touch'' for last-touch revenue; never across currencies.';
comment on column @schema@.claim_outcomes.store_id is 'The shop.';
comment on column @schema@.claim_outcomes.source_system is 'The claiming platform.';
comment on column @schema@.claim_outcomes.order_ref is 'The order as the claim names it.';
comment on column @schema@.claim_outcomes.message_id is 'The message that is said to have brought the order.';
comment on column @schema@.claim_outcomes.order_key is
  'The order for which claims compete: its Shopify order id where it is known, else order_ref.';
comment on column @schema@.claim_outcomes.order_held is 'Whether the warehouse holds the order.';
comment on column @schema@.claim_outcomes.order_name_key is
  'The name by which the order was looked for, without its #; null where the order id found it.';
comment on column @schema@.claim_outcomes.order_day is
  'Day of the order as the platform tells it, in the reporting timezone; null where unknown.';
comment on column @schema@.claim_outcomes.date is
  'Day in the reporting timezone: of the order or of the send, by settings.revenue_date; null where unknown.';
comment on column @schema@.claim_outcomes.outcome is
  'last_touch: wins the order in all; credited_elsewhere: wins within its platform, another platform''s touch is '
  'later; superseded: another message of its platform wins; rejected, unverifiable: by the check; withdrawn: the '
  'platform''s newest export of the day no longer has it.';
comment on column @schema@.claim_outcomes.outcome_reason is
  'Why it is not the last touch: other_platform_wins, other_message_wins, order_not_covered, order_name_ambiguous, '
  'order_revenue_unknown, not_in_newest_export, or the first of rejection_reasons.';
comment on column @schema@.claim_outcomes.status is
  'valid; adjusted: counts with the order''s figure instead of its own; rejected; unverifiable: no order can be told.';
comment on column @schema@.claim_outcomes.judged_by is
  'warehouse: by its own orders and coverage; record: the warehouse neither holds the order nor covers its time, and '
  'the verdict is the one that the record brought along.';
comment on column @schema@.claim_outcomes.rejection_reasons is
  'Every reason that applies, the most fundamental first; empty unless rejected.';
comment on column @schema@.claim_outcomes.platform_rank is
  'Place among the platform''s own claims to the order, those that stand before those that do not.';
comment on column @schema@.claim_outcomes.touch_rank is
  'Place among the platforms'' winners for the order, 1 = last touch; null for claims that won nothing.';
comment on column @schema@.claim_outcomes.is_sms_winner is
  'Whether it is the best of the platforms'' winners for the order that came by SMS.';
comment on column @schema@.claim_outcomes.lost_to_source_system is 'The platform of the claim it lost to.';
comment on column @schema@.claim_outcomes.lost_to_message_id is 'The message of the claim it lost to.';
comment on column @schema@.claim_outcomes.currency is
  'ISO 4217 code of the amounts: of the claim, else of its order, else the platform''s default.';
comment on column @schema@.claim_outcomes.order_currency is
  'ISO 4217 code of the order''s amounts; null where no order is held.';
comment on column @schema@.claim_outcomes.claimed_revenue is 'Revenue that the platform claims.';
comment on column @schema@.claim_outcomes.order_revenue is 'Revenue of the order; null where unknown.';
comment on column @schema@.claim_outcomes.validated_revenue is
  'Revenue of the order where the claim is valid or adjusted, whether or not it wins; else null.';
comment on column @schema@.claim_outcomes.counted_revenue is
  'Validated revenue of a claim that wins within its platform; null for all others.';
comment on column @schema@.claim_outcomes.channel is 'sms, email or push.';
comment on column @schema@.claim_outcomes.message_type is 'campaign, flow, keyword, conversation or other.';
comment on column @schema@.claim_outcomes.campaign_id is 'The campaign or flow of the message.';
comment on column @schema@.claim_outcomes.campaign_name is 'Name of the campaign or flow.';
comment on column @schema@.claim_outcomes.campaign_ref is
  'campaign_id, else ''name:'' and campaign_name, else ''none''.';
comment on column @schema@.claim_outcomes.message_name is 'Name of the message.';
comment on column @schema@.claim_outcomes.attribution_type is 'click, view, coupon, keyword or unknown.';
comment on column @schema@.claim_outcomes.touch_at is
  'The touch that competed: the click of a click that has one, else the send.';
comment on column @schema@.claim_outcomes.order_at is
  'Time of the order: Shopify''s, else as the platform tells it.';
comment on column @schema@.claim_outcomes.minutes_to_order is 'Minutes from touch to order.';
comment on column @schema@.claim_outcomes.window_checked is 'Whether the attribution window could be checked.';
comment on column @schema@.claim_outcomes.customer_match is
  'Whether phone or e-mail of claim and order agree; null where no comparison was possible.';
