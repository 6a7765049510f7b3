-- A message is of one campaign. Figures that come under another name of it, or under none, are of the same row, in which
-- each column has what the newest export that knew it said. Only what has no message is told apart by its campaign.

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

alter table @schema@.message_performance
  drop column campaign_key,
  add column campaign_key text collate "C" not null
    generated always as (case when granularity = 'total' or message_id <> 'none' then '' else
      coalesce(campaign_id, 'name:' || campaign_name, 'none') end) stored,
  add primary key (message_id, source_system, store_id, day_key, campaign_key, granularity);

comment on column @schema@.message_performance.campaign_key is
  'campaign_ref of a day without a message, else empty. Part of the key.';
