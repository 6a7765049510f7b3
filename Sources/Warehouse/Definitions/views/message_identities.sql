-- One message under two ids: an export that has no id of messages gives them one that is made of their names, or that
-- of their campaign, and another export has their own.
--   * Such a message and one with an id of its own are one where platform, kind, channel and names are the same, and
--     both were sent on the same day; where that is not known of both, where no other message has the names.
--   * Figures of days by name alone are of all that was sent under the name: claims without an id of their message are
--     of them, whenever their texts were sent.
--   * Where several could be meant nothing is guessed: each stays what it is, and is_unclear says so.
-- What is known decides, never the order in which it came.
create or replace view @schema@.message_identities as
with messages as (
  select m.sm_store_id as store_id, m.source_system, m.message_id,
    max(m.message_name collate "C") as message_name,
    max(m.campaign_name collate "C") as campaign_name,
    coalesce(max(m.sm_message_channel collate "C"), '') as channel,
    coalesce(max(m.message_kind collate "C"), '') as message_kind,
    max(m.campaign_id) as campaign_id,
    min(m.date) filter (where m.total_kind = 'to_date') as sent_on,
    coalesce(bool_or(m.total_kind = 'range'), false) as has_ranges,
    num_nonnulls(max(m.analytics_orders), max(m.analytics_order_revenue)) > 0 as has_figures,
    m.message_id like 'derived:%' or coalesce(bool_or(m.message_id = m.campaign_id), false) as is_made_up,
    num_nonnulls(max(m.sms_unique_sends), max(m.message_unique_receives), max(m.message_unique_clicks),
      max(m.message_unique_bounces), max(m.list_unsubscribes), max(m.analytics_orders),
      max(m.analytics_order_revenue)) > 0 as has_analytics,
    range_agg(daterange(m.date, greatest(m.date, m.covers_until), '[]'))
      filter (where num_nonnulls(m.analytics_orders, m.analytics_order_revenue) > 0) as told_days,
    range_agg(daterange(m.date, m.date, '[]')) filter (where m.claimed_orders > 0) as claimed_days
  from @schema@.rpt_outbound_message_performance_summary_daily as m
  where m.message_id <> 'none'
    -- Most shops have none, and then there is nothing to compare.
    and exists (
      select from @schema@.rpt_outbound_message_performance_summary_daily as w
      where w.message_id like 'derived:%' or w.message_id = w.campaign_id)
  group by m.sm_store_id, m.source_system, m.message_id
  -- Of a message that was renamed nobody can say which of its names another one has.
  having (min(m.message_name collate "C") is not distinct from max(m.message_name collate "C"))
    and (min(m.campaign_name collate "C") is not distinct from max(m.campaign_name collate "C"))
    and num_nonnulls(max(m.message_name collate "C"), max(m.campaign_name collate "C")) > 0
), named as (
  select m.*,
    count(*) filter (where is_made_up) over name as made_up,
    count(*) filter (where not is_made_up) over name as own,
    count(*) filter (where sent_on is null) over name as without_day,
    bool_or(has_ranges) over name as have_ranges,
    count(*) filter (where is_made_up) over day as made_up_of_day,
    count(*) filter (where not is_made_up) over day as own_of_day,
    min(campaign_id) over name is not distinct from max(campaign_id) over name as agree,
    min(campaign_id) over day is not distinct from max(campaign_id) over day as agree_of_day,
    count(*) filter (where has_analytics) over name as with_analytics,
    max(message_id) filter (where has_analytics) over name as analytics_id,
    max(message_id) filter (where not is_made_up) over name as own_id,
    max(message_id) filter (where not is_made_up) over day as own_id_of_day,
    range_agg(told_days) filter (where is_made_up and has_figures) over name as made_up_days,
    range_agg(told_days) filter (where not is_made_up and has_figures) over name as own_days,
    range_agg(told_days) filter (where has_figures) over name as figure_days,
    range_agg(claimed_days) filter (where is_made_up and not has_analytics) over name as bare_claim_days
  from messages as m
  window name as (partition by store_id, source_system, message_name, campaign_name, channel, message_kind),
    day as (partition by store_id, source_system, message_name, campaign_name, channel, message_kind, sent_on)
), found as (
  select n.*,
    case
      when have_ranges then null
      when own = 0 and with_analytics = 1 and without_day = made_up and agree then analytics_id
      when made_up = 1 and own = 1 and agree and (without_day > 0 or made_up_of_day = own_of_day) then own_id
      when made_up_of_day = 1 and own_of_day = 1 and agree_of_day and without_day = 0 then own_id_of_day
    end as same_as
  from named as n
  where made_up > 0 and made_up + own > 1
)
select store_id, source_system, message_id, same_as,
  same_as is null and coalesce(
    case when is_made_up then told_days && own_days else told_days && made_up_days end
      and (without_day > 0 or made_up_of_day > 0 and own_of_day > 0)
      or is_made_up and not has_analytics and claimed_days && figure_days
      or has_figures and told_days && bare_claim_days, false) as is_unclear,
  is_made_up, message_name, campaign_name, channel, message_kind, sent_on
from found;

comment on view @schema@.message_identities is
  'Messages that may have two ids, since one of their exports has none of their own: which are one message, and of '
  'which it cannot be said.';
comment on column @schema@.message_identities.store_id is 'The shop.';
comment on column @schema@.message_identities.source_system is 'The platform.';
comment on column @schema@.message_identities.message_id is 'The id of a message in the message mart.';
comment on column @schema@.message_identities.same_as is
  'The id of the message''s own that it counts under, itself where it is that one; null where it stays what it is.';
comment on column @schema@.message_identities.is_unclear is
  'Whether it stays what it is though figures of both kinds of id tell of the same days: they may count twice.';
comment on column @schema@.message_identities.is_made_up is
  'Whether the id is made of names, or is that of the campaign.';
comment on column @schema@.message_identities.message_name is 'Name of the message.';
comment on column @schema@.message_identities.campaign_name is 'Name of its campaign or flow.';
comment on column @schema@.message_identities.channel is 'Its channel, empty where unknown.';
comment on column @schema@.message_identities.message_kind is 'Its kind, empty where unknown.';
comment on column @schema@.message_identities.sent_on is 'The day of the send where totals to date have it.';
