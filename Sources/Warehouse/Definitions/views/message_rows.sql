-- The figures of the message mart as they may be added up. Beneath all views that add messages up, and the one place
-- of five rules:
--   * A message that two exports know under two ids is one message (message_identities).
--   * A message's total and its days are never both counted: a total stands for the days that it covers, in the
--     figures that it knows.
--   * Figures of no known currency that hold no amount go with the message's claims, else with its other figures;
--     claims of no known currency do not: what stands of them is an amount.
--   * What a message is called, and what kind of message it is, is what its latest day says: a flow that was renamed is
--     one line.
--   * A rate looks only at rows that know both sides: the two columns rated_… are its parts. Beside a total that is
--     the last-touch revenue of its days, and of those behind it that have no figures of their own; the first total
--     takes those before it, too. So the only total of a message has all its revenue, and none is counted twice.
create or replace view @schema@.message_rows as
with identified as (
  -- A message under two ids is one, and what both tell counts once.
  select m.sm_store_id, m.source_system, coalesce(o.same_as, m.message_id) as message_id, m.sm_message_channel,
    m.message_kind, m.message_name, m.dimension_value, m.date, m.granularity, m.currency,
    -- Sorts as the date does, and before all dates where that is unknown.
    coalesce(to_char(m.date, 'YYYY-MM-DD'), '----------') as day,
    case when o.same_as is null then m.figure_ends else m.figure_ends - o.told_elsewhere end as figure_ends,
    case when 'sends' = any (o.told_elsewhere) then null else m.sms_unique_sends end as sms_unique_sends,
    case when 'receives' = any (o.told_elsewhere) then null else m.message_unique_receives end
      as message_unique_receives,
    case when 'clicks' = any (o.told_elsewhere) then null else m.message_unique_clicks end as message_unique_clicks,
    case when 'bounces' = any (o.told_elsewhere) then null else m.message_unique_bounces end as message_unique_bounces,
    case when 'orders' = any (o.told_elsewhere) then null else m.platform_reported_orders end
      as platform_reported_orders,
    case when 'revenue' = any (o.told_elsewhere) then null else m.platform_reported_order_revenue end
      as platform_reported_order_revenue,
    case when 'orders' = any (o.told_elsewhere) then null else m.analytics_orders end as analytics_orders,
    case when 'revenue' = any (o.told_elsewhere) then null else m.analytics_order_revenue end
      as analytics_order_revenue,
    m.cost, m.platform_reported_order_line_revenue,
    m.platform_reported_begin_checkout_revenue, m.claimed_orders, m.validated_orders, m.validated_revenue,
    m.last_touch_orders, m.last_touch_revenue
  from @schema@.rpt_outbound_message_performance_summary_daily as m
  left join @schema@.merged_message_rows as o
    on o.message_id = m.message_id and o.source_system = m.source_system and o.store_id = m.sm_store_id
    and o.date_key = coalesce(m.date, 'infinity') and o.campaign_ref = m.campaign_ref
    and o.granularity = m.granularity and o.currency_key = coalesce(m.currency, '')
), rows as (
  select m.*,
    coalesce(m.currency, case when m.claimed_orders is null and num_nonnulls(m.analytics_order_revenue, m.cost,
        m.platform_reported_order_line_revenue, m.platform_reported_begin_checkout_revenue) = 0
      then coalesce(min(m.currency) filter (where m.claimed_orders is not null) over message,
        min(m.currency) over message) end) as unit,
    range_agg(daterange(m.date, (m.figure_ends ->> 'sends')::date, '[]')) filter (where m.figure_ends ? 'sends')
      over message as sends_totals,
    range_agg(daterange(m.date, (m.figure_ends ->> 'receives')::date, '[]')) filter (where m.figure_ends ? 'receives')
      over message as receives_totals,
    range_agg(daterange(m.date, (m.figure_ends ->> 'clicks')::date, '[]')) filter (where m.figure_ends ? 'clicks')
      over message as clicks_totals,
    range_agg(daterange(m.date, (m.figure_ends ->> 'bounces')::date, '[]')) filter (where m.figure_ends ? 'bounces')
      over message as bounces_totals,
    range_agg(daterange(m.date, (m.figure_ends ->> 'orders')::date, '[]')) filter (where m.figure_ends ? 'orders')
      over message as orders_totals,
    range_agg(daterange(m.date, (m.figure_ends ->> 'revenue')::date, '[]')) filter (where m.figure_ends ? 'revenue')
      over message as revenue_totals,
    -- Rows without a message are of any campaigns.
    case m.message_id when 'none' then m.sm_message_channel else
      substr(max((m.day || m.sm_message_channel) collate "C") over message, 11) end as known_channel,
    case m.message_id when 'none' then m.message_kind else
      substr(max((m.day || m.message_kind) collate "C") over message, 11) end as known_kind,
    case m.message_id when 'none' then m.message_name else
      substr(max((m.day || m.message_name) collate "C") over message, 11) end as known_name,
    case m.message_id when 'none' then m.dimension_value else
      substr(max((m.day || m.dimension_value) collate "C") over message, 11) end as known_campaign
  from identified as m
  window message as (partition by m.message_id, m.source_system, m.sm_store_id)
), counted as (
  select r.*,
    r.granularity = 'total' or not coalesce(r.date <@ r.sends_totals, false) as sends_count,
    r.granularity = 'total' or not coalesce(r.date <@ r.receives_totals, false) as receives_count,
    r.granularity = 'total' or not coalesce(r.date <@ r.clicks_totals, false) as clicks_count,
    r.granularity = 'total' or not coalesce(r.date <@ r.bounces_totals, false) as bounces_count,
    r.granularity = 'total' or not coalesce(r.date <@ r.orders_totals, false) as orders_count,
    r.granularity = 'total' or not coalesce(r.date <@ r.revenue_totals, false) as revenue_count,
    coalesce(max(r.date) filter (where r.rates) over (unit order by r.date),
      min(r.date) filter (where r.rates) over unit) as total_from
  from (select *, granularity = 'total' and message_unique_receives is not null as rates from rows) as r
  window unit as (partition by r.message_id, r.source_system, r.sm_store_id, r.unit)
), rated as (
  select c.*,
    case when c.granularity = 'total'
      then sum(c.last_touch_revenue) filter (
        where not c.receives_count or c.message_unique_receives is null) over (
        partition by c.message_id, c.source_system, c.sm_store_id, c.unit, c.total_from)
      else c.last_touch_revenue end as rated_revenue
  from counted as c
)
select
  c.sm_store_id as store,
  c.source_system as platform,
  c.known_channel as channel,
  c.known_kind as message_kind,
  c.message_id,
  c.known_name as message_name,
  c.known_campaign as campaign,
  c.date,
  c.unit as currency,
  case when c.sends_count then c.sms_unique_sends end as sends,
  case when c.receives_count then c.message_unique_receives end as receives,
  case when c.clicks_count then c.message_unique_clicks end as unique_clicks,
  case when c.bounces_count then c.message_unique_bounces end as bounces,
  case when c.orders_count or c.analytics_orders is null then c.platform_reported_orders end as reported_orders,
  case when c.revenue_count or c.analytics_order_revenue is null then c.platform_reported_order_revenue end as reported,
  c.validated_orders,
  c.validated_revenue as validated,
  c.last_touch_orders,
  c.last_touch_revenue as last_touch,
  case when c.receives_count and c.clicks_count and c.message_unique_receives is not null
    then c.message_unique_clicks end as rated_clicks,
  case when c.receives_count and c.clicks_count and c.message_unique_clicks is not null
    then c.message_unique_receives end as click_receives,
  case when c.receives_count and c.bounces_count and c.message_unique_receives is not null
    then c.message_unique_bounces end as rated_bounces,
  case when c.receives_count and c.bounces_count and c.message_unique_bounces is not null
    then c.message_unique_receives end as bounce_receives,
  case when c.receives_count and c.message_unique_receives is not null
    then c.rated_revenue end as rated_last_touch,
  case when c.receives_count and c.rated_revenue is not null then c.message_unique_receives end as revenue_receives
from rated as c;

comment on view @schema@.message_rows is
  'The message mart as it may be added up: a message''s total to date in place of its days, never both.';
comment on column @schema@.message_rows.store is 'The shop.';
comment on column @schema@.message_rows.platform is 'klaviyo, postscript, attentive, ….';
comment on column @schema@.message_rows.channel is 'email, sms, push, whatsapp, rcs or other.';
comment on column @schema@.message_rows.message_kind is
  'campaign, flow, keyword, conversation or other, as of its latest day.';
comment on column @schema@.message_rows.message_id is 'The message.';
comment on column @schema@.message_rows.message_name is 'Its name, as of its latest day.';
comment on column @schema@.message_rows.campaign is
  'The name of its campaign or flow as of its latest day, else the id.';
comment on column @schema@.message_rows.date is
  'Day in the reporting timezone; of a total to date, the day of the send.';
comment on column @schema@.message_rows.currency is 'ISO 4217 code of the amounts; null where unknown.';
comment on column @schema@.message_rows.sends is 'SMS sent.';
comment on column @schema@.message_rows.receives is 'Messages delivered.';
comment on column @schema@.message_rows.unique_clicks is 'Recipients who clicked.';
comment on column @schema@.message_rows.bounces is 'Bounced or failed deliveries.';
comment on column @schema@.message_rows.reported_orders is 'Orders as the platform reports them.';
comment on column @schema@.message_rows.reported is 'Revenue as the platform reports it.';
comment on column @schema@.message_rows.validated_orders is 'Orders that stand after the check, once per platform.';
comment on column @schema@.message_rows.validated is 'Revenue of those.';
comment on column @schema@.message_rows.last_touch_orders is
  'Of those, orders of which the platform has the last touch.';
comment on column @schema@.message_rows.last_touch is 'Revenue of those.';
comment on column @schema@.message_rows.rated_clicks is
  'unique_clicks where receives are known: the upper part of the click-through rate.';
comment on column @schema@.message_rows.click_receives is
  'receives where unique_clicks are known: the lower part of the click-through rate.';
comment on column @schema@.message_rows.rated_bounces is
  'bounces where receives are known: the upper part of the failure rate.';
comment on column @schema@.message_rows.bounce_receives is
  'receives where bounces are known: the lower part of the failure rate.';
comment on column @schema@.message_rows.rated_last_touch is
  'last_touch where receives are known: the upper part of revenue per receive.';
comment on column @schema@.message_rows.revenue_receives is
  'receives where last_touch is known: the lower part of revenue per receive.';
