-- Stream message_performance: what a platform's message analytics report per message and day.

create table @schema@.message_performance (
  store_id                               text collate "C" not null default 'default',
  source_system                          text collate "C" not null,
  date                                   date not null,
  message_id                             text collate "C" not null,
  granularity                            text collate "C" not null default 'day'
    check (granularity in ('day', 'total')),
  channel                                text check (channel in ('sms', 'email', 'push')),
  message_type                           text
    check (message_type in ('campaign', 'flow', 'keyword', 'conversation', 'other')),
  campaign_id                            text collate "C",
  campaign_name                          text,
  message_name                           text,
  message_subject                        text,
  sms_unique_sends                       numeric,
  message_unique_receives                numeric,
  message_unique_opens                   numeric,
  message_unique_clicks                  numeric,
  message_unique_bounces                 numeric,
  message_unique_drops                   numeric,
  list_subscribes                        numeric,
  list_unsubscribes                      numeric,
  platform_reported_orders               numeric,
  platform_reported_order_revenue        numeric,
  platform_reported_order_line_quantity  numeric,
  platform_reported_order_line_revenue   numeric,
  platform_reported_begin_checkouts      numeric,
  platform_reported_begin_checkout_revenue numeric,
  total_clicks                           numeric,
  spam_complaints                        numeric,
  cost                                   numeric,
  currency                               text collate "C",
  campaign_ref                           text collate "C" not null
    generated always as (coalesce(campaign_id, 'name:' || campaign_name, 'none')) stored,
  -- A total to date is one row per message, whatever day the export dates it and whatever the campaign's name.
  day_key                                date not null
    generated always as (case granularity when 'total' then 'infinity'::date else date end) stored,
  campaign_key                           text collate "C" not null
    generated always as (case granularity when 'total' then '' else
      coalesce(campaign_id, 'name:' || campaign_name, 'none') end) stored,
  extra                                  jsonb,
  _sdc_extracted_at                      timestamptz,
  _sdc_batched_at                        timestamptz not null default now(),
  _sdc_known                              bigint not null default -1,
  _sdc_stamps                             jsonb,
  primary key (message_id, source_system, store_id, day_key, campaign_key, granularity)
);

comment on table @schema@.message_performance is
  'Message analytics of messaging platforms, one row per platform, day, message, campaign and granularity.';
comment on column @schema@.message_performance.store_id is 'The shop the message was sent for.';
comment on column @schema@.message_performance.source_system is
  'The platform in lower case: postscript, klaviyo, attentive, ….';
comment on column @schema@.message_performance.date is
  'The day as the export dates it (its account''s timezone); of a total, the day of the send.';
comment on column @schema@.message_performance.message_id is 'The message.';
comment on column @schema@.message_performance.granularity is
  'day: the figures of that day; total: the message''s figures to date, which are not a day''s.';
comment on column @schema@.message_performance.channel is 'sms, email or push.';
comment on column @schema@.message_performance.message_type is 'campaign, flow, keyword, conversation or other.';
comment on column @schema@.message_performance.campaign_id is 'The campaign or flow of the message.';
comment on column @schema@.message_performance.campaign_name is 'Name of the campaign or flow.';
comment on column @schema@.message_performance.message_name is 'Name of the message.';
comment on column @schema@.message_performance.message_subject is 'Subject line; null for SMS.';
comment on column @schema@.message_performance.sms_unique_sends is 'SMS sent.';
comment on column @schema@.message_performance.message_unique_receives is 'Messages delivered.';
comment on column @schema@.message_performance.message_unique_opens is 'Recipients who opened the message.';
comment on column @schema@.message_performance.message_unique_clicks is 'Recipients who clicked.';
comment on column @schema@.message_performance.message_unique_bounces is
  'Bounced messages; for SMS, failed deliveries.';
comment on column @schema@.message_performance.message_unique_drops is 'Sends that the platform suppressed.';
comment on column @schema@.message_performance.list_subscribes is 'Subscriptions credited to the message.';
comment on column @schema@.message_performance.list_unsubscribes is 'Unsubscriptions credited to the message.';
comment on column @schema@.message_performance.platform_reported_orders is
  'Orders that the platform attributes to the message.';
comment on column @schema@.message_performance.platform_reported_order_revenue is
  'Revenue of those orders as the platform reports it.';
comment on column @schema@.message_performance.platform_reported_order_line_quantity is 'Items in those orders.';
comment on column @schema@.message_performance.platform_reported_order_line_revenue is 'Revenue of those items.';
comment on column @schema@.message_performance.platform_reported_begin_checkouts is
  'Checkouts begun that the platform attributes to the message.';
comment on column @schema@.message_performance.platform_reported_begin_checkout_revenue is 'Value of those checkouts.';
comment on column @schema@.message_performance.total_clicks is 'Clicks, repeated ones included.';
comment on column @schema@.message_performance.spam_complaints is 'Spam complaints.';
comment on column @schema@.message_performance.cost is 'What sending cost, in `currency`.';
comment on column @schema@.message_performance.currency is 'ISO 4217 code of the row''s amounts.';
comment on column @schema@.message_performance.campaign_ref is
  'The campaign as the row names it: campaign_id, else ''name:'' and campaign_name, else ''none''.';
comment on column @schema@.message_performance.day_key is
  'The date of a day, infinity for a total. Part of the key.';
comment on column @schema@.message_performance.campaign_key is
  'campaign_ref of a day, empty for a total. Part of the key.';
comment on column @schema@.message_performance.extra is 'Fields of the record that have no column here.';
comment on column @schema@.message_performance._sdc_extracted_at is
  'When the source was observed; null where that is unknown.';
comment on column @schema@.message_performance._sdc_batched_at is 'When the loader last wrote this row.';
comment on column @schema@.message_performance._sdc_known is
  'Which columns the newest observation knew: the sum of 2 to the power of the column''s number less 1.';
comment on column @schema@.message_performance._sdc_stamps is
  'When and by what the other columns were observed, where another source knew them; else null.';
