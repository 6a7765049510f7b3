-- Streams about single Postscript messages: two that the API gives by id, two from Data Warehouse Push unloads.
-- (Its attributions, fct_attribution, are claims: they go to attributed_orders.)

create table @schema@.postscript_sent_messages (
  store_id          text collate "C" not null default 'default',
  id                text collate "C" primary key,
  body              text,
  created_at        timestamptz,
  credits_used      numeric,
  media_url         text,
  phone             text,
  shop_id           text collate "C",
  subscriber_id     text collate "C",
  extra             jsonb,
  _sdc_extracted_at timestamptz,
  _sdc_batched_at   timestamptz not null default now()
);

comment on table @schema@.postscript_sent_messages is 'Texts that were sent, one row per message asked for by its id.';
comment on column @schema@.postscript_sent_messages.store_id is 'The shop that sent it.';
comment on column @schema@.postscript_sent_messages.id is 'Postscript''s id of the sent message.';
comment on column @schema@.postscript_sent_messages.body is 'Text of the message.';
comment on column @schema@.postscript_sent_messages.created_at is 'When the message was created.';
comment on column @schema@.postscript_sent_messages.credits_used is 'Credits that sending it used.';
comment on column @schema@.postscript_sent_messages.media_url is 'Attached media.';
comment on column @schema@.postscript_sent_messages.phone is 'Recipient''s phone number.';
comment on column @schema@.postscript_sent_messages.shop_id is 'Postscript''s id of the shop.';
comment on column @schema@.postscript_sent_messages.subscriber_id is 'Recipient''s subscriber id.';
comment on column @schema@.postscript_sent_messages.extra is 'Fields of the record that have no column here.';
comment on column @schema@.postscript_sent_messages._sdc_extracted_at is 'When the source was observed; null where that is unknown.';
comment on column @schema@.postscript_sent_messages._sdc_batched_at is 'When the loader last wrote this row.';

create table @schema@.postscript_message_requests (
  store_id          text collate "C" not null default 'default',
  id                text collate "C" primary key,
  body              text,
  category          text,
  created_at        timestamptz,
  updated_at        timestamptz,
  scheduled_at      timestamptz,
  phone             text,
  subscriber_id     text collate "C",
  status            text,
  status_code       text,
  sent_message      jsonb,
  extra             jsonb,
  _sdc_extracted_at timestamptz,
  _sdc_batched_at   timestamptz not null default now()
);

comment on table @schema@.postscript_message_requests is 'Requests to send a text, one row per request asked for by its id.';
comment on column @schema@.postscript_message_requests.store_id is 'The shop that asked.';
comment on column @schema@.postscript_message_requests.id is 'Postscript''s id of the request.';
comment on column @schema@.postscript_message_requests.body is 'Text to be sent.';
comment on column @schema@.postscript_message_requests.category is 'promotional, transactional or conversational.';
comment on column @schema@.postscript_message_requests.created_at is 'When the request was made.';
comment on column @schema@.postscript_message_requests.updated_at is 'When it last changed.';
comment on column @schema@.postscript_message_requests.scheduled_at is 'When the text is to be sent.';
comment on column @schema@.postscript_message_requests.phone is 'Recipient''s phone number.';
comment on column @schema@.postscript_message_requests.subscriber_id is 'Recipient''s subscriber id.';
comment on column @schema@.postscript_message_requests.status is 'State of the request.';
comment on column @schema@.postscript_message_requests.status_code is 'Code that goes with the state, as text.';
comment on column @schema@.postscript_message_requests.sent_message is 'The message it became, as the API gives it.';
comment on column @schema@.postscript_message_requests.extra is 'Fields of the record that have no column here.';
comment on column @schema@.postscript_message_requests._sdc_extracted_at is 'When the source was observed; null where that is unknown.';
comment on column @schema@.postscript_message_requests._sdc_batched_at is 'When the loader last wrote this row.';

create table @schema@.postscript_messages (
  store_id              text collate "C" not null default 'default',
  message_id            text collate "C" not null,
  shop_id               text collate "C",
  postscript_message_id text collate "C",
  direction             text,
  message_service       text,
  type                  text,
  type_name             text,
  text                  text,
  media_url             text,
  failed                boolean,
  failed_at             timestamptz,
  updated_at            timestamptz,
  synced_at             timestamptz,
  extra                 jsonb,
  _sdc_extracted_at     timestamptz,
  _sdc_batched_at       timestamptz not null default now(),
  primary key (store_id, message_id)
);

comment on table @schema@.postscript_messages is 'Messages of Data Warehouse Push (dim_messages), one row per message.';
comment on column @schema@.postscript_messages.store_id is 'The shop the message belongs to.';
comment on column @schema@.postscript_messages.message_id is 'MESSAGE_ID.';
comment on column @schema@.postscript_messages.shop_id is 'Postscript''s id of the shop.';
comment on column @schema@.postscript_messages.postscript_message_id is 'POSTSCRIPT_MESSAGE_ID.';
comment on column @schema@.postscript_messages.direction is 'Inbound or outbound, in Postscript''s words.';
comment on column @schema@.postscript_messages.message_service is 'The service that carried it.';
comment on column @schema@.postscript_messages.type is 'Kind of message, in Postscript''s words.';
comment on column @schema@.postscript_messages.type_name is 'Name of the campaign, flow or keyword it belongs to, in Postscript''s words.';
comment on column @schema@.postscript_messages.text is 'Text of the message.';
comment on column @schema@.postscript_messages.media_url is 'Attached media.';
comment on column @schema@.postscript_messages.failed is 'Whether delivery failed.';
comment on column @schema@.postscript_messages.failed_at is 'When delivery failed.';
comment on column @schema@.postscript_messages.updated_at is 'When the vendor last changed the row.';
comment on column @schema@.postscript_messages.synced_at is 'When the vendor pushed the row.';
comment on column @schema@.postscript_messages.extra is 'Fields of the record that have no column here.';
comment on column @schema@.postscript_messages._sdc_extracted_at is 'When the source was observed; null where that is unknown.';
comment on column @schema@.postscript_messages._sdc_batched_at is 'When the loader last wrote this row.';

create table @schema@.postscript_message_events (
  store_id          text collate "C" not null default 'default',
  message_id        text collate "C" not null,
  subscriber_id     text collate "C",
  shop_id           text collate "C",
  direction         text,
  created_at        timestamptz,
  updated_at        timestamptz,
  synced_at         timestamptz,
  -- The vendor does not say whether a message id is a recipient's own; with the recipient in the key both hold.
  subscriber_ref    text collate "C" not null
    generated always as (coalesce(subscriber_id, 'none')) stored,
  extra             jsonb,
  _sdc_extracted_at timestamptz,
  _sdc_batched_at   timestamptz not null default now(),
  primary key (store_id, message_id, subscriber_ref)
);

comment on table @schema@.postscript_message_events is
  'Sends and receipts of Data Warehouse Push (fct_messages), one row per message and subscriber.';
comment on column @schema@.postscript_message_events.store_id is 'The shop the message belongs to.';
comment on column @schema@.postscript_message_events.message_id is 'MESSAGE_ID.';
comment on column @schema@.postscript_message_events.subscriber_id is 'The subscriber on the other side.';
comment on column @schema@.postscript_message_events.shop_id is 'Postscript''s id of the shop.';
comment on column @schema@.postscript_message_events.direction is 'Inbound or outbound, in Postscript''s words.';
comment on column @schema@.postscript_message_events.created_at is 'When the message was sent or received.';
comment on column @schema@.postscript_message_events.updated_at is 'When the vendor last changed the row.';
comment on column @schema@.postscript_message_events.synced_at is 'When the vendor pushed the row.';
comment on column @schema@.postscript_message_events.subscriber_ref is 'subscriber_id, else ''none''. Part of the key.';
comment on column @schema@.postscript_message_events.extra is 'Fields of the record that have no column here.';
comment on column @schema@.postscript_message_events._sdc_extracted_at is 'When the source was observed; null where that is unknown.';
comment on column @schema@.postscript_message_events._sdc_batched_at is 'When the loader last wrote this row.';
