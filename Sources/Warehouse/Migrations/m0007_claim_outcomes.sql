-- Mart claim_outcomes: every claim of a platform to an order, and what became of it.
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
  date                  date,
  outcome               text not null,
  outcome_reason        text,
  platform_rank         integer not null,
  touch_rank            integer,
  lost_to_source_system text collate "C",
  lost_to_message_id    text collate "C",
  currency              text collate "C",
  claimed_revenue       numeric,
  counted_revenue       numeric,
  channel               text,
  message_type          text,
  campaign_id           text collate "C",
  campaign_name         text,
  campaign_ref          text collate "C" not null,
  message_name          text,
  attribution_type      text,
  touch_at              timestamptz,
  minutes_to_order      numeric,
  primary key (order_ref, message_id, source_system, store_id)
);
-- All claims to an order; all claims of a message's day (null days included, hence the expression).
create index claim_outcomes_order on @schema@.claim_outcomes (order_key, store_id);
create index claim_outcomes_date
  on @schema@.claim_outcomes ((coalesce(date, 'infinity'::date)), message_id);
comment on table @schema@.claim_outcomes is
  'Mart: one row per claim of attributed_orders with what became of it. Sum claimed_revenue for what platforms '
  'report, counted_revenue for validated revenue, counted_revenue where outcome = ''last_touch'' for last-touch '
  'revenue; never across currencies.';
comment on column @schema@.claim_outcomes.store_id is 'The shop.';
comment on column @schema@.claim_outcomes.source_system is 'The claiming platform.';
comment on column @schema@.claim_outcomes.order_ref is 'The order as the claim names it.';
comment on column @schema@.claim_outcomes.message_id is 'The message that is said to have brought the order.';
comment on column @schema@.claim_outcomes.order_key is
  'The order for which claims compete: the Shopify order id that the check found, else order_ref.';
comment on column @schema@.claim_outcomes.date is
  'Day in the reporting timezone: of the order or of the send, by settings.revenue_date; null where unknown.';
comment on column @schema@.claim_outcomes.outcome is
  'last_touch: wins the order in all; counted: wins within its platform, another platform''s touch is later; '
  'superseded: another message of its platform wins; rejected, unverifiable: by the check; unvalidated: not checked.';
comment on column @schema@.claim_outcomes.outcome_reason is
  'Why it is not the last touch: other_platform_wins, other_message_wins, order_not_covered, not_validated, or the '
  'first of the claim''s rejection_reasons.';
comment on column @schema@.claim_outcomes.platform_rank is
  'Place among the platform''s own claims to the order, those that stand before those that do not.';
comment on column @schema@.claim_outcomes.touch_rank is
  'Place among the platforms'' winners for the order, 1 = last touch; null for claims that won nothing.';
comment on column @schema@.claim_outcomes.lost_to_source_system is 'The platform of the claim it lost to.';
comment on column @schema@.claim_outcomes.lost_to_message_id is 'The message of the claim it lost to.';
comment on column @schema@.claim_outcomes.currency is 'ISO 4217 code of the amounts.';
comment on column @schema@.claim_outcomes.claimed_revenue is 'Revenue that the platform claims.';
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
comment on column @schema@.claim_outcomes.touch_at is 'The touch that competed.';
comment on column @schema@.claim_outcomes.minutes_to_order is 'Minutes from touch to order.';
create table @schema@.claim_coverage (
  store_id      text collate "C" not null,
  source_system text collate "C" not null,
  channel       text collate "C" not null,
  first_date    date not null,
  last_date     date not null,
  primary key (store_id, source_system, channel)
);
comment on table @schema@.claim_coverage is
  'Mart: the days for which a platform''s orders are known claim by claim. Within them platform_reported_* of the '
  'message mart come from the claims, outside them from message analytics: so neither is counted twice.';
comment on column @schema@.claim_coverage.store_id is 'The shop.';
comment on column @schema@.claim_coverage.source_system is 'The platform.';
comment on column @schema@.claim_coverage.channel is 'sms, email or push; '''' where the claims do not say.';
comment on column @schema@.claim_coverage.first_date is 'Day of the earliest claim.';
comment on column @schema@.claim_coverage.last_date is 'Day of the latest claim.';
