-- Platforms send by WhatsApp and RCS as well, and name channels that nobody has heard of yet: their messages have
-- figures, and their claims have orders.
alter table @schema@.attributed_orders
  drop constraint attributed_orders_channel_check,
  add constraint attributed_orders_channel_check
    check (channel in ('sms', 'email', 'push', 'whatsapp', 'rcs', 'other'));
alter table @schema@.message_performance
  drop constraint message_performance_channel_check,
  add constraint message_performance_channel_check
    check (channel in ('sms', 'email', 'push', 'whatsapp', 'rcs', 'other'));

comment on column @schema@.attributed_orders.channel is
  'sms (MMS as well), email, push, whatsapp, rcs or other.';
comment on column @schema@.message_performance.channel is
  'sms (MMS as well), email, push, whatsapp, rcs or other.';
comment on column @schema@.claim_outcomes.channel is 'sms, email, push, whatsapp, rcs or other.';
comment on column @schema@.rpt_outbound_message_performance_summary_daily.sm_message_channel is
  'email, sms, push, whatsapp, rcs or other.';

-- Whether any message has an id that was made up, or that of its campaign, every view asks that adds messages up.
create index rpt_outbound_message_performance_summary_daily_made_up
  on @schema@.rpt_outbound_message_performance_summary_daily (sm_store_id)
  where message_id like 'derived:%' or message_id = campaign_id;
