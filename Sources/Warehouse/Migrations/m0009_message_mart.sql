-- Mart rpt_outbound_message_performance_summary_daily: the 26 published columns in their order, then ours.

create table @schema@.rpt_outbound_message_performance_summary_daily (
  sm_store_id                              text collate "C" not null,
  date                                     date,
  source_system                            text collate "C" not null,
  sm_message_channel                       text,
  message_type                             text,
  campaign_id                              text collate "C",
  campaign_name                            text,
  message_id                               text collate "C" not null,
  message_name                             text,
  message_subject                          text,
  dimension_value                          text,
  sm_channel                               text not null,
  sms_unique_sends                         numeric,
  message_unique_receives                  numeric,
  message_unique_opens                     numeric,
  message_unique_clicks                    numeric,
  message_unique_bounces                   numeric,
  message_unique_drops                     numeric,
  list_subscribes                          numeric,
  list_unsubscribes                        numeric,
  platform_reported_orders                 numeric,
  platform_reported_order_revenue          numeric,
  platform_reported_order_line_quantity    numeric,
  platform_reported_order_line_revenue     numeric,
  platform_reported_begin_checkouts        numeric,
  platform_reported_begin_checkout_revenue numeric,
  granularity                              text collate "C" not null check (granularity in ('day', 'total')),
  currency                                 text collate "C",
  message_kind                             text,
  total_clicks                             numeric,
  spam_complaints                          numeric,
  cost                                     numeric,
  analytics_orders                         numeric,
  analytics_order_revenue                  numeric,
  claimed_orders                           bigint,
  claimed_revenue                          numeric,
  validated_orders                         bigint,
  validated_revenue                        numeric,
  last_touch_orders                        bigint,
  last_touch_revenue                       numeric,
  superseded_claims                        bigint,
  rejected_claims                          bigint,
  rejected_revenue                         numeric,
  unverifiable_claims                      bigint,
  withdrawn_claims                         bigint,
  campaign_ref                             text collate "C" not null
);
-- The key; days and currencies can be unknown, hence the expressions.
create unique index rpt_outbound_message_performance_summary_daily_key
  on @schema@.rpt_outbound_message_performance_summary_daily
  (message_id, source_system, sm_store_id, (coalesce(date, 'infinity'::date)), campaign_ref, granularity,
   (coalesce(currency, '')));
create index rpt_outbound_message_performance_summary_daily_date
  on @schema@.rpt_outbound_message_performance_summary_daily (date, source_system);
comment on table @schema@.rpt_outbound_message_performance_summary_daily is
  'Mart: one row per store, platform, day, message, campaign, granularity and currency: message analytics beside '
  'what the platform''s order claims turned out to be. Never add rows of different currency, nor of granularity '
  'day and total of the same message.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.sm_store_id is 'The shop.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.date is
  'Day in the reporting timezone; analytics figures keep the day of their export. Null where a claim''s day is '
  'unknown.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.source_system is
  'klaviyo, postscript, attentive, …, in lower case.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.sm_message_channel is 'email, sms or push.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.message_type is
  'campaign or flow; null for the other kinds, see message_kind.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.campaign_id is 'The campaign or flow.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.campaign_name is 'Its name.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.message_id is 'The message.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.message_name is 'Its name.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.message_subject is
  'Its subject; null for SMS.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.dimension_value is
  'The campaign or flow to group by: its name, else its id.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.sm_channel is
  'Always Online DTC for messages.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.sms_unique_sends is 'SMS sent.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.message_unique_receives is
  'Messages delivered.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.message_unique_opens is
  'Recipients who opened.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.message_unique_clicks is
  'Recipients who clicked.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.message_unique_bounces is
  'Bounced; for SMS, failed deliveries.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.message_unique_drops is
  'Sends that the platform suppressed.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.list_subscribes is
  'Subscriptions credited to the message.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.list_unsubscribes is
  'Unsubscriptions credited to the message.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.platform_reported_orders is
  'Orders as the platform reports: by its analytics where they cover the message''s day, else its claims; null where '
  'another row of the message has them.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.platform_reported_order_revenue is
  'Revenue as the platform claims, by the same choice.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.platform_reported_order_line_quantity is
  'Items in those orders, by message analytics.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.platform_reported_order_line_revenue is
  'Revenue of those items, by message analytics.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.platform_reported_begin_checkouts is
  'Checkouts begun, by message analytics.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.platform_reported_begin_checkout_revenue is
  'Their value, by message analytics.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.granularity is
  'day, or total: a message''s figures to date under the day of its send. Figures from claims are always day.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.currency is
  'ISO 4217 code of the row''s amounts; null where the source does not say.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.message_kind is
  'campaign, flow, keyword, conversation or other.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.total_clicks is
  'Clicks, repeated ones included.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.spam_complaints is 'Spam complaints.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.cost is 'What sending cost.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.analytics_orders is
  'Orders as message analytics report them, on any day.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.analytics_order_revenue is
  'Revenue as message analytics report it, on any day.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.claimed_orders is
  'Claims of the platform to orders; null where no claims are known for the row.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.claimed_revenue is
  'Revenue that those claims state.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.validated_orders is
  'Orders that stand after the check, once per platform; null where no claim has been checked.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.validated_revenue is
  'Revenue of those orders.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.last_touch_orders is
  'Of those, orders of which this platform has the last touch.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.last_touch_revenue is
  'Revenue of those; each order''s revenue is '
  'in it at most once over all platforms.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.superseded_claims is
  'Valid claims that lost to another message of the same platform.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.rejected_claims is
  'Claims that the check rejected.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.rejected_revenue is
  'Revenue that those claims state.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.unverifiable_claims is
  'Claims to orders that no complete orders export covers.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.withdrawn_claims is
  'Claims that the platform''s newest export of the day no longer has.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.campaign_ref is
  'campaign_id, else ''name:'' and campaign_name, else ''none''. Part of the key.';
