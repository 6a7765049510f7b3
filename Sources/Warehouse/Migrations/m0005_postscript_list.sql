-- Streams of the Postscript API that describe the list: subscribers, keywords, and webhooks with their deliveries.

create table @schema@.postscript_subscribers (
  store_id              text collate "C" not null default 'default',
  id                    text collate "C" primary key,
  ps_id                 bigint,
  created_at            timestamptz,
  updated_at            timestamptz,
  email                 text,
  phone_number          text,
  shopify_customer_id   text collate "C",
  subscriptions         jsonb,
  -- Only a JSON true or false is an answer; anything else stays unknown instead of failing.
  promotional_can_send  boolean generated always as (
    case subscriptions #> '{promotional,can_send}' when 'true' then true when 'false' then false end) stored,
  transactional_can_send boolean generated always as (
    case subscriptions #> '{transactional,can_send}' when 'true' then true when 'false' then false end) stored,
  tags                  jsonb,
  properties            jsonb,
  data                  jsonb,
  extra                 jsonb,
  _sdc_extracted_at     timestamptz,
  _sdc_batched_at       timestamptz not null default now(),
  _sdc_known            bigint not null default -1,
  _sdc_stamps           jsonb
);

create index postscript_subscribers_created on @schema@.postscript_subscribers (created_at);
create index postscript_subscribers_customer on @schema@.postscript_subscribers (shopify_customer_id);

comment on table @schema@.postscript_subscribers is 'SMS subscribers, one row per subscriber, as last seen.';
comment on column @schema@.postscript_subscribers.store_id is 'The shop whose list this is.';
comment on column @schema@.postscript_subscribers.id is 'Postscript''s subscriber id (s_…).';
comment on column @schema@.postscript_subscribers.ps_id is 'Postscript''s numeric id.';
comment on column @schema@.postscript_subscribers.created_at is 'When the subscriber was created.';
comment on column @schema@.postscript_subscribers.updated_at is
  'When it last changed; decides which of two versions is newer.';
comment on column @schema@.postscript_subscribers.email is 'E-mail address.';
comment on column @schema@.postscript_subscribers.phone_number is 'Phone number, E.164.';
comment on column @schema@.postscript_subscribers.shopify_customer_id is 'Shopify''s customer id, as text.';
comment on column @schema@.postscript_subscribers.subscriptions is 'Consent per kind of message, as the API gives it.';
comment on column @schema@.postscript_subscribers.promotional_can_send is
  'Whether promotional texts may be sent; from subscriptions.';
comment on column @schema@.postscript_subscribers.transactional_can_send is
  'Whether transactional texts may be sent; from subscriptions.';
comment on column @schema@.postscript_subscribers.tags is 'Array of tags.';
comment on column @schema@.postscript_subscribers.properties is 'Custom properties.';
comment on column @schema@.postscript_subscribers.data is 'The API''s data object.';
comment on column @schema@.postscript_subscribers.extra is 'Fields of the record that have no column here.';
comment on column @schema@.postscript_subscribers._sdc_extracted_at is
  'When the source was observed; null where that is unknown.';
comment on column @schema@.postscript_subscribers._sdc_batched_at is 'When the loader last wrote this row.';
comment on column @schema@.postscript_subscribers._sdc_known is
  'Which columns the newest observation knew: the sum of 2 to the power of the column''s number less 1.';
comment on column @schema@.postscript_subscribers._sdc_stamps is
  'When and by what the other columns were observed, where another source knew them; else null.';

create table @schema@.postscript_keywords (
  store_id          text collate "C" not null default 'default',
  id                text collate "C" primary key,
  keyword           text,
  triggered_count   bigint,
  created_at        timestamptz,
  updated_at        timestamptz,
  sms_link          text,
  extra             jsonb,
  _sdc_extracted_at timestamptz,
  _sdc_batched_at   timestamptz not null default now(),
  _sdc_known         bigint not null default -1,
  _sdc_stamps        jsonb
);

comment on table @schema@.postscript_keywords is 'Keywords that people text to subscribe, one row per keyword.';
comment on column @schema@.postscript_keywords.store_id is 'The shop the keyword belongs to.';
comment on column @schema@.postscript_keywords.id is 'Postscript''s keyword id (kw_…).';
comment on column @schema@.postscript_keywords.keyword is 'The word itself.';
comment on column @schema@.postscript_keywords.triggered_count is 'How often it has been texted.';
comment on column @schema@.postscript_keywords.created_at is 'When the keyword was created.';
comment on column @schema@.postscript_keywords.updated_at is 'When it last changed.';
comment on column @schema@.postscript_keywords.sms_link is
  'An sms: link that texts the keyword to the shop; null where the shop''s number was not given.';
comment on column @schema@.postscript_keywords.extra is 'Fields of the record that have no column here.';
comment on column @schema@.postscript_keywords._sdc_extracted_at is
  'When the source was observed; null where that is unknown.';
comment on column @schema@.postscript_keywords._sdc_batched_at is 'When the loader last wrote this row.';
comment on column @schema@.postscript_keywords._sdc_known is
  'Which columns the newest observation knew: the sum of 2 to the power of the column''s number less 1.';
comment on column @schema@.postscript_keywords._sdc_stamps is
  'When and by what the other columns were observed, where another source knew them; else null.';

create table @schema@.postscript_webhooks (
  store_id          text collate "C" not null default 'default',
  id                text collate "C" primary key,
  event             text,
  callback_url      text,
  created_at        timestamptz,
  updated_at        timestamptz,
  extra             jsonb,
  _sdc_extracted_at timestamptz,
  _sdc_batched_at   timestamptz not null default now(),
  _sdc_known         bigint not null default -1,
  _sdc_stamps        jsonb
);

comment on table @schema@.postscript_webhooks is 'Webhook subscriptions of the shop, one row per subscription.';
comment on column @schema@.postscript_webhooks.store_id is 'The shop the subscription belongs to.';
comment on column @schema@.postscript_webhooks.id is 'The subscription''s id.';
comment on column @schema@.postscript_webhooks.event is 'The event it delivers, such as shop.subscriber.opt_in.';
comment on column @schema@.postscript_webhooks.callback_url is 'Where it delivers to.';
comment on column @schema@.postscript_webhooks.created_at is 'When the subscription was created.';
comment on column @schema@.postscript_webhooks.updated_at is 'When it last changed.';
comment on column @schema@.postscript_webhooks.extra is 'Fields of the record that have no column here.';
comment on column @schema@.postscript_webhooks._sdc_extracted_at is
  'When the source was observed; null where that is unknown.';
comment on column @schema@.postscript_webhooks._sdc_batched_at is 'When the loader last wrote this row.';
comment on column @schema@.postscript_webhooks._sdc_known is
  'Which columns the newest observation knew: the sum of 2 to the power of the column''s number less 1.';
comment on column @schema@.postscript_webhooks._sdc_stamps is
  'When and by what the other columns were observed, where another source knew them; else null.';

