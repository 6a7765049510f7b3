-- The days within which a platform's orders are known claim by claim. Where they move, the message analytics of
-- the days between come under the other rule.
create or replace function @schema@.refresh_claim_coverage() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  create temporary table mart_coverage on commit drop as
  select p.store_id, p.source_system, p.channel, range.first_date, range.last_date,
    old.first_date as old_first, old.last_date as old_last
  from (
    select distinct store_id, source_system, coalesce(channel, '') as channel from mart_claims
    union select store_id, source_system, channel from claim_coverage
  ) as p
  left join claim_coverage as old using (store_id, source_system, channel)
  cross join lateral (
    select
      (select date from claim_outcomes as o
        where (o.store_id, o.source_system, coalesce(o.channel, '')) = (p.store_id, p.source_system, p.channel)
          and coalesce(o.date, 'infinity') < 'infinity'
        order by coalesce(o.date, 'infinity') limit 1) as first_date,
      (select date from claim_outcomes as o
        where (o.store_id, o.source_system, coalesce(o.channel, '')) = (p.store_id, p.source_system, p.channel)
          and coalesce(o.date, 'infinity') < 'infinity'
        order by coalesce(o.date, 'infinity') desc limit 1) as last_date
  ) as range;

  delete from mart_coverage where (first_date, last_date) is not distinct from (old_first, old_last);

  insert into mart_message_days (store_id, source_system, date_key, message_id, campaign_ref, granularity)
  select p.store_id, p.source_system, p.date, p.message_id, p.campaign_ref, p.granularity
  from mart_coverage as c
  join message_performance as p
    on p.store_id = c.store_id and p.source_system = c.source_system and coalesce(p.channel, '') = c.channel
    and p.date between least(c.first_date, c.old_first) and greatest(c.last_date, c.old_last)
    and coalesce(p.date between c.first_date and c.last_date, false)
      <> coalesce(p.date between c.old_first and c.old_last, false);

  delete from claim_coverage as v using mart_coverage as c
  where c.first_date is null
    and (v.store_id, v.source_system, v.channel) = (c.store_id, c.source_system, c.channel);
  perform merge_into_mart('claim_coverage', 'store_id, source_system, channel',
    'select store_id, source_system, channel, first_date, last_date from mart_coverage '
    'where first_date is not null');
  drop table mart_coverage;
end
$$;

comment on function @schema@.refresh_claim_coverage() is
  'Brings claim_coverage up to date, and notes the message analytics that it now decides otherwise.';
