-- Mart claim_days: the claims of each message, day and currency, added up. Kept by difference: numeric is exact, so a
-- changed claim costs its own two figures and not all claims of its day.

create table @schema@.claim_days (
  store_id             text collate "C" not null,
  source_system        text collate "C" not null,
  date                 date not null,
  message_id           text collate "C" not null,
  campaign_ref         text collate "C" not null,
  currency             text collate "C" not null,
  channel              text collate "C",
  message_type         text collate "C",
  campaign_id          text collate "C",
  campaign_name        text collate "C",
  message_name         text collate "C",
  claims               bigint not null check (claims > 0),
  claimed_orders       bigint not null,
  claimed_amounts      bigint not null,
  claimed_revenue      numeric not null,
  checked_claims       bigint not null,
  validated_orders     bigint not null,
  validated_amounts    bigint not null,
  validated_revenue    numeric not null,
  last_touch_orders    bigint not null,
  last_touch_amounts   bigint not null,
  last_touch_revenue   numeric not null,
  superseded_claims    bigint not null,
  rejected_claims      bigint not null,
  rejected_amounts     bigint not null,
  rejected_revenue     numeric not null,
  unverifiable_claims  bigint not null,
  withdrawn_claims     bigint not null,
  primary key (message_id, date, campaign_ref, source_system, store_id, currency)
);

comment on table @schema@.claim_days is
  'Mart: the claims of a message, day and currency, added up for the message mart; one row per message, day, campaign, '
  'platform, store and currency.';
comment on column @schema@.claim_days.store_id is 'The shop.';
comment on column @schema@.claim_days.source_system is 'The claiming platform.';
comment on column @schema@.claim_days.date is 'Day in the reporting timezone; infinity where unknown.';
comment on column @schema@.claim_days.message_id is 'The message.';
comment on column @schema@.claim_days.campaign_ref is
  'campaign_id, else ''name:'' and campaign_name, else ''none''.';
comment on column @schema@.claim_days.currency is 'ISO 4217 code of the amounts; empty where unknown.';
comment on column @schema@.claim_days.channel is 'The first of the claims'' channels, in byte order.';
comment on column @schema@.claim_days.message_type is 'The first of their types of message.';
comment on column @schema@.claim_days.campaign_id is 'The first of their campaigns'' ids.';
comment on column @schema@.claim_days.campaign_name is 'The first of their campaigns'' names.';
comment on column @schema@.claim_days.message_name is 'The first of their messages'' names.';
comment on column @schema@.claim_days.claims is 'All claims, withdrawn ones included.';
comment on column @schema@.claim_days.claimed_orders is 'Claims that their platform has not withdrawn.';
comment on column @schema@.claim_days.claimed_amounts is 'How many of those state a revenue.';
comment on column @schema@.claim_days.claimed_revenue is 'The revenue that they state; 0 where none does.';
comment on column @schema@.claim_days.checked_claims is 'Claims that could be checked.';
comment on column @schema@.claim_days.validated_orders is 'Orders that stand after the check.';
comment on column @schema@.claim_days.validated_amounts is 'How many of those have a known revenue.';
comment on column @schema@.claim_days.validated_revenue is 'The revenue of those.';
comment on column @schema@.claim_days.last_touch_orders is 'Of those, orders of which the platform has the last touch.';
comment on column @schema@.claim_days.last_touch_amounts is 'How many of those have a known revenue.';
comment on column @schema@.claim_days.last_touch_revenue is 'The revenue of those.';
comment on column @schema@.claim_days.superseded_claims is
  'Valid claims that lost to another message of the same platform.';
comment on column @schema@.claim_days.rejected_claims is 'Claims that the check rejected.';
comment on column @schema@.claim_days.rejected_amounts is 'How many of those state a revenue.';
comment on column @schema@.claim_days.rejected_revenue is 'The revenue that they state.';
comment on column @schema@.claim_days.unverifiable_claims is 'Claims to orders that no orders export covers.';
comment on column @schema@.claim_days.withdrawn_claims is
  'Claims that the platform''s newest export of the day no longer has.';
