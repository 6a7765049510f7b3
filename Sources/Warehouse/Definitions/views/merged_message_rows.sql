-- Rows of the message mart that are of one message under two ids, and the figures of each that the other id tells as
-- well. Of a figure that both know of a day, or as a total, the later observation stands, and of two of one time that
-- under the message's own id. What claims add up to stands only where no figures tell of the day.
create or replace view @schema@.merged_message_rows as
with figures as (
  select i.same_as, i.is_made_up, m.sm_store_id as store_id, m.source_system, m.message_id, m.date, m.campaign_ref,
    m.granularity, m.currency, f.figure, f.is_known, f.is_claimed,
    (m.figure_ends ->> f.figure)::date as last_date,
    -- A column that the newest observation did not know is from an earlier one.
    coalesce(to_timestamp((p._sdc_stamps -> f.name ->> 0)::double precision), p._sdc_extracted_at, '-infinity')
      as observed_at
  from @schema@.message_identities as i
  join @schema@.rpt_outbound_message_performance_summary_daily as m
    on m.message_id = i.message_id and m.source_system = i.source_system and m.sm_store_id = i.store_id
  left join @schema@.message_performance as p
    on p.message_id = m.message_id and p.source_system = m.source_system and p.store_id = m.sm_store_id
    and p.figure_day = case m.granularity when 'total' then 'infinity' else m.date end
    and p.granularity = m.granularity
  cross join lateral (
    values ('sends', 'sms_unique_sends', m.sms_unique_sends is not null, false),
      ('receives', 'message_unique_receives', m.message_unique_receives is not null, false),
      ('clicks', 'message_unique_clicks', m.message_unique_clicks is not null, false),
      ('bounces', 'message_unique_bounces', m.message_unique_bounces is not null, false),
      ('unsubscribes', 'list_unsubscribes', m.list_unsubscribes is not null, false),
      ('orders', 'platform_reported_orders', m.analytics_orders is not null, true),
      ('revenue', 'platform_reported_order_revenue', m.analytics_order_revenue is not null, true)
  ) as f (figure, name, is_known, is_claimed)
  where i.same_as is not null
), elsewhere as (
  -- What the other ids of each id know, by id first: messages have few ids and many days.
  select store_id, source_system, same_as, figure, message_id,
    min(first_total) over other_ids as total_from,
    max(last_total) over other_ids as total_until,
    coalesce(bool_or(has_days) over other_ids, false) as has_days
  from (
    select store_id, source_system, same_as, figure, message_id,
      min(date) filter (where is_known and granularity = 'total') as first_total,
      max(last_date) filter (where is_known and granularity = 'total') as last_total,
      bool_or(is_known and granularity = 'day') as has_days
    from figures
    group by store_id, source_system, same_as, figure, message_id
  ) as i
  window other_ids as (
    partition by store_id, source_system, same_as, figure
    order by message_id groups between unbounded preceding and unbounded following exclude group)
), told as (
  select f.*, e.total_from, e.total_until, e.has_days,
    first_value(case when f.is_known then message_id end) over (
      partition by store_id, source_system, same_as, figure, granularity, case granularity when 'day' then date end
      order by is_known desc, observed_at desc, is_made_up) as told_by
  from figures as f
  join elsewhere as e using (store_id, source_system, same_as, figure, message_id)
)
select t.store_id, t.source_system, t.message_id, coalesce(t.date, 'infinity') as date_key, t.campaign_ref,
  t.granularity, coalesce(t.currency, '') as currency_key, t.same_as,
  coalesce(array_agg(t.figure order by t.figure) filter (where
    t.told_by <> t.message_id
      and (t.is_known or t.is_claimed and t.granularity = 'day' and t.date is not null)
    -- What claims add up to.
    or not t.is_known and t.is_claimed and t.granularity = 'day' and (
      t.date between t.total_from and t.total_until
      -- An export that covers the day and has figures of the message on others only says that there were none.
      or t.has_days
        and case t.figure when 'orders' then v.tells_orders else v.tells_revenue end)), '{}') as told_elsewhere
from told as t
left join @schema@.coverage_days as v
  on v.day = t.date and v.source_system = t.source_system and v.stream = 'message_performance'
  and v.store_id = t.store_id
group by t.store_id, t.source_system, t.message_id, t.date, t.campaign_ref, t.granularity, t.currency, t.same_as;

comment on view @schema@.merged_message_rows is
  'The rows of the message mart whose message has two ids, with the figures that the other id tells as well.';
comment on column @schema@.merged_message_rows.store_id is 'The shop.';
comment on column @schema@.merged_message_rows.source_system is 'The platform.';
comment on column @schema@.merged_message_rows.message_id is 'The id in the message mart.';
comment on column @schema@.merged_message_rows.date_key is 'Day of the row; infinity where unknown.';
comment on column @schema@.merged_message_rows.campaign_ref is
  'campaign_id, else ''name:'' and campaign_name, else ''none''.';
comment on column @schema@.merged_message_rows.granularity is 'day, or total for one to date.';
comment on column @schema@.merged_message_rows.currency_key is
  'ISO 4217 code of the amounts; empty where unknown.';
comment on column @schema@.merged_message_rows.same_as is 'The id under which the message counts.';
comment on column @schema@.merged_message_rows.told_elsewhere is
  'Figures that do not count in the row: sends, receives, clicks, bounces, unsubscribes, orders, revenue.';
