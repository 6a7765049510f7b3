create or replace view @schema@.list_growth_weekly as
select
  s.store_id as store,
  date_trunc('week', (s.created_at at time zone t.reporting_timezone)::date)::date as week,
  count(*) as subscribed
from @schema@.postscript_subscribers as s
join @schema@.settings as t on t.store_id = coalesce(
  (select own.store_id from @schema@.settings as own where own.store_id = s.store_id), '*')
where s.created_at is not null
group by 1, 2
order by 1, 2;

comment on view @schema@.list_growth_weekly is
  'Subscribers that came to the Postscript list, by week beginning on Monday. Opt-outs are not known: nothing loads '
  'them.';
comment on column @schema@.list_growth_weekly.store is 'The shop.';
comment on column @schema@.list_growth_weekly.week is 'The Monday that begins the week, in the reporting timezone.';
comment on column @schema@.list_growth_weekly.subscribed is 'Subscribers created in the week.';
