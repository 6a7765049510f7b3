create or replace view @schema@.rpt_outbound_message_performance_daily as
select sm_store_id, date, source_system, sm_message_channel, message_type, campaign_id, campaign_name, message_id,
  message_name, message_subject, dimension_value, sm_channel, sms_unique_sends, message_unique_receives,
  message_unique_opens, message_unique_clicks, message_unique_bounces, message_unique_drops, list_subscribes,
  list_unsubscribes, platform_reported_orders, platform_reported_order_revenue,
  platform_reported_order_line_quantity, platform_reported_order_line_revenue, platform_reported_begin_checkouts,
  platform_reported_begin_checkout_revenue
from @schema@.rpt_outbound_message_performance_summary_daily;

comment on view @schema@.rpt_outbound_message_performance_daily is
  'Exactly the 26 published columns of rpt_outbound_message_performance_summary_daily, which name no currency, and not '
  'whether a row is a day or a total of its message: figures are added up of message_rows, where each counts once.';
comment on column @schema@.rpt_outbound_message_performance_daily.sm_store_id is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.date is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.source_system is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.sm_message_channel is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.message_type is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.campaign_id is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.campaign_name is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.message_id is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.message_name is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.message_subject is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.dimension_value is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.sm_channel is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.sms_unique_sends is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.message_unique_receives is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.message_unique_opens is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.message_unique_clicks is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.message_unique_bounces is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.message_unique_drops is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.list_subscribes is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.list_unsubscribes is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.platform_reported_orders is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.platform_reported_order_revenue is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.platform_reported_order_line_quantity is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.platform_reported_order_line_revenue is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.platform_reported_begin_checkouts is
  'See rpt_outbound_message_performance_summary_daily.';
comment on column @schema@.rpt_outbound_message_performance_daily.platform_reported_begin_checkout_revenue is
  'See rpt_outbound_message_performance_summary_daily.';
