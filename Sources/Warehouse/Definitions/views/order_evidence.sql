-- A platform's own claims are one witness, whether by click, view or anything else: they have one author. What the
-- order itself says does not come from it.
create or replace view @schema@.order_evidence as
select
  c.store_id,
  c.order_id,
  w.order_name,
  c.date,
  c.currency,
  c.platform,
  c.channel,
  c.revenue,
  c.has_click,
  c.has_view,
  agrees.utm as has_utm,
  agrees.code as has_code,
  agrees.survey as has_survey,
  coalesce(agrees.utm, agrees.code, agrees.survey) is not null as is_checkable,
  1 + coalesce(agrees.utm, false)::integer + coalesce(agrees.code, false)::integer
    + coalesce(agrees.survey, false)::integer as witnesses
from (
  select
    store_id,
    order_key as order_id,
    source_system as platform,
    min(date) filter (where touch_rank = 1) as date,
    min(currency) filter (where touch_rank = 1) as currency,
    min(channel) filter (where touch_rank = 1) as channel,
    min(counted_revenue) filter (where touch_rank = 1) as revenue,
    coalesce(bool_or(attribution_type = 'click'), false) as has_click,
    coalesce(bool_or(attribution_type = 'view'), false) as has_view
  from @schema@.claim_outcomes
  where outcome in ('last_touch', 'superseded')
  group by order_key, store_id, source_system
  having bool_or(touch_rank = 1)
) as c
left join @schema@.order_witnesses as w on w.order_id = c.order_id and w.store_id = c.store_id
cross join lateral (
  select @schema@.witness_agrees(w.utm, c.platform, c.channel) as utm,
    @schema@.witness_agrees(w.code, c.platform, c.channel) as code,
    @schema@.witness_agrees(w.survey, c.platform, c.channel) as survey) as agrees;

comment on view @schema@.order_evidence is
  'The witnesses of each order that is credited to a platform: its own claims, which are one, and what the order '
  'itself says. Null where a witness is unknown.';
comment on column @schema@.order_evidence.store_id is 'The shop.';
comment on column @schema@.order_evidence.order_id is
  'The order: its Shopify order id where it is known, else the order_ref of the claims.';
comment on column @schema@.order_evidence.order_name is 'Its name; null where the warehouse does not hold it.';
comment on column @schema@.order_evidence.date is 'The day on which its revenue counts; null where unknown.';
comment on column @schema@.order_evidence.currency is 'ISO 4217 code of the revenue.';
comment on column @schema@.order_evidence.platform is 'The platform of the last touch, to which it is credited.';
comment on column @schema@.order_evidence.channel is 'The channel of the last touch.';
comment on column @schema@.order_evidence.revenue is 'Last-touch revenue.';
comment on column @schema@.order_evidence.has_click is 'Whether a claim of the platform by click stands.';
comment on column @schema@.order_evidence.has_view is 'Whether a claim of the platform by view stands.';
comment on column @schema@.order_evidence.has_utm is
  'Whether utm_source or utm_medium of the landing page names the platform, or no platform but its channel.';
comment on column @schema@.order_evidence.has_code is
  'Whether a discount code has a prefix of the platform, or of none but its channel.';
comment on column @schema@.order_evidence.has_survey is
  'Whether the customer named the platform, or its channel alone.';
comment on column @schema@.order_evidence.is_checkable is
  'Whether any of the landing page, the discount codes and the survey is known.';
comment on column @schema@.order_evidence.witnesses is
  'Independent witnesses: the platform''s claims are one, UTM, discount code and survey one each.';
