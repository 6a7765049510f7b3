-- A message is of one campaign. Figures that come under another name of it, or under none, are of the same row, in
-- which each column has what the newest export that knew it said. Only what has no message is told apart by campaign.

create function @schema@.merge_message_days() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  delete from message_performance as older
  using message_performance as newer
  where older.granularity = 'day' and older.message_id <> 'none'
    and newer.message_id = older.message_id and newer.source_system = older.source_system
    and newer.store_id = older.store_id and newer.day_key = older.day_key and newer.granularity = 'day'
    and (coalesce(newer._sdc_extracted_at, '-infinity'), newer.campaign_key)
      > (coalesce(older._sdc_extracted_at, '-infinity'), older.campaign_key);
  execute (
    select format('alter table message_performance drop constraint %I', conname)
    from pg_constraint where conrelid = 'message_performance'::regclass and contype = 'p');
end
$$;
select @schema@.merge_message_days();
drop function @schema@.merge_message_days();

-- A total of a range says where that ends, and is one of several of its message. The former columns of the key stay:
-- the numbers of all columns say what rows know.
alter table @schema@.message_performance
  add column last_date date,
  add column figure_day date not null
    generated always as (
      case when granularity = 'total' and last_date is null then 'infinity'::date else date end) stored,
  add column figure_campaign text collate "C" not null
    generated always as (case when granularity = 'total' or message_id <> 'none' then '' else
      coalesce(campaign_id, 'name:' || campaign_name, 'none') end) stored,
  add primary key (message_id, source_system, store_id, figure_day, figure_campaign, granularity);

comment on column @schema@.message_performance.last_date is
  'The last day of a total of a range, which begins with date; null for a day and for a total to date.';
comment on column @schema@.message_performance.figure_day is
  'The date of a day and of a range, infinity for a total to date. Part of the key.';
comment on column @schema@.message_performance.figure_campaign is
  'campaign_ref of a day without a message, else empty. Part of the key.';
comment on column @schema@.message_performance.day_key is 'The date of a day, infinity for a total.';
comment on column @schema@.message_performance.campaign_key is 'campaign_ref of a day, empty for a total.';

alter table @schema@.rpt_outbound_message_performance_summary_daily add column covers_until date;
comment on column @schema@.rpt_outbound_message_performance_summary_daily.covers_until is
  'The last day that a total covers: that of its range, else the day on which it was observed. Null for a day.';
