-- What an order itself says of who brought it. A column that no source of the order has known says nothing: the bits of
-- _sdc_known and the names in _sdc_stamps tell which columns some source knew. Most orders have none of it, and a
-- function that is not called costs nothing.
create or replace view @schema@.order_witnesses as
select
  k.store_id,
  k.order_id,
  k.order_name,
  (k.order_at at time zone k.reporting_timezone)::date as date,
  k.currency,
  k.revenue,
  k.is_valid,
  case when noted.utm is not null then concat_ws(' ', noted.utm ->> 'source', noted.utm ->> 'medium')
    when o._sdc_known & bits.landing_site <> 0 or o._sdc_stamps ? 'landing_site'
    then @schema@.utm_words(coalesce(o.landing_site, '')) end as utm,
  case when o._sdc_known & bits.discount_codes <> 0 or o._sdc_stamps ? 'discount_codes'
    then case when s.discount_code_prefixes = '{}' then null when o.discount_codes is null then ''
      else @schema@.code_words(o.discount_codes, s.discount_code_prefixes) end end as code,
  case when o._sdc_known & bits.note_attributes <> 0 or o._sdc_stamps ? 'note_attributes'
    then case when s.survey_attributes = '{}' then null when o.note_attributes is null then ''
      else @schema@.survey_words(o.note_attributes, s.survey_attributes) end end as survey
from @schema@.order_checks as k
join @schema@.shopify_orders as o on o.order_id = k.order_id and o.store_id = k.store_id
join @schema@.store_settings as s on s.store_id = k.store_id
cross join lateral (select case when o.landing_site like '%utm\_%' then null
  else @schema@.noted_utm(o.utm_parameters, o.note_attributes) end as utm) as noted
cross join (
  select
    min(1::bigint << attnum - 1) filter (where attname = 'landing_site') as landing_site,
    min(1::bigint << attnum - 1) filter (where attname = 'discount_codes') as discount_codes,
    min(1::bigint << attnum - 1) filter (where attname = 'note_attributes') as note_attributes
  from pg_attribute
  where attrelid = '@schema@.shopify_orders'::regclass
) as bits;

comment on view @schema@.order_witnesses is
  'What each Shopify order itself says of who brought it, apart from any claim: words that name platforms or channels. '
  'Empty where it names none, null where that is unknown.';
comment on column @schema@.order_witnesses.store_id is 'The shop.';
comment on column @schema@.order_witnesses.order_id is 'Shopify''s order id.';
comment on column @schema@.order_witnesses.order_name is 'The name people see, such as #1001.';
comment on column @schema@.order_witnesses.date is 'Day of the order in the reporting timezone; null where unknown.';
comment on column @schema@.order_witnesses.currency is 'ISO 4217 code of the revenue.';
comment on column @schema@.order_witnesses.revenue is 'Its revenue by settings.revenue_figure; null where unknown.';
comment on column @schema@.order_witnesses.is_valid is 'Whether the order counts as revenue of the shop.';
comment on column @schema@.order_witnesses.utm is
  'utm_source and utm_medium of the visit, as in obt_orders; empty where the landing page has none, null where no '
  'source knew it.';
comment on column @schema@.order_witnesses.code is
  'The platforms to which prefixes of its discount codes belong; null where no source knew the codes, or where '
  'settings.discount_code_prefixes is empty.';
comment on column @schema@.order_witnesses.survey is
  'The customer''s answers in the note attributes that settings.survey_attributes names, text written as sms; null '
  'where no source knew the attributes, or where no names are set.';
