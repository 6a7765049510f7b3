-- Two ranges of a message that begin on one day, such as the first half of a month and the whole of it, are two totals:
-- which of them counts is decided by what they cover, and not by which was exported last.
alter table @schema@.message_performance
  add column figure_until date not null
    generated always as (
      case when granularity = 'day' then date else coalesce(last_date, 'infinity'::date) end) stored,
  drop constraint message_performance_pkey,
  add primary key (message_id, source_system, store_id, figure_day, figure_until, figure_campaign, granularity);
comment on column @schema@.message_performance.figure_until is
  'The date of a day, the last day of a range, infinity for a total to date. Part of the key.';

alter table @schema@.rpt_outbound_message_performance_summary_daily add column range_until date;
drop index @schema@.rpt_outbound_message_performance_summary_daily_key;
create unique index rpt_outbound_message_performance_summary_daily_key
  on @schema@.rpt_outbound_message_performance_summary_daily
  (message_id, source_system, sm_store_id, (coalesce(date, 'infinity'::date)), campaign_ref, granularity,
   (coalesce(total_kind, '')), (coalesce(range_until, 'infinity'::date)), (coalesce(currency, '')));
comment on column @schema@.rpt_outbound_message_performance_summary_daily.range_until is
  'The last day of a total of a range, as its export names it; null for a day and a total to date.';
