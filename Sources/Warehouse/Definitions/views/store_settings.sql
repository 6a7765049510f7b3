create or replace view @schema@.store_settings as
select
  t.store_id,
  s.store_id as settings_of,
  s.reporting_timezone,
  s.revenue_date,
  s.click_window,
  s.view_window,
  s.coupon_window,
  s.keyword_window,
  s.unknown_window,
  s.accept_view_only,
  s.revenue_figure,
  s.tolerance,
  s.require_customer_match,
  s.calling_code,
  s.excluded_order_tags,
  s.accepted_sales_channels,
  s.exclude_zero_net_orders,
  s.accept_renewals,
  s.default_currencies,
  s.discount_code_prefixes,
  s.survey_attributes,
  t.built_by,
  -- No verdict rests on what only reports read.
  (to_jsonb(s) - array['store_id', 'discount_code_prefixes', 'survey_attributes']) ||
    jsonb_build_object('order_kind_rules', (
    select jsonb_agg(to_jsonb(r) order by r.field, r.pattern) from @schema@.order_kind_rules as r)) as policy
from @schema@.stores as t
join @schema@.settings as s on s.store_id = coalesce(
  (select own.store_id from @schema@.settings as own where own.store_id = t.store_id), '*');

comment on view @schema@.store_settings is 'The policy that holds for each store: its own, else that of every store.';
comment on column @schema@.store_settings.store_id is 'The shop.';
comment on column @schema@.store_settings.settings_of is 'The row of settings that holds for it.';
comment on column @schema@.store_settings.reporting_timezone is 'See settings.';
comment on column @schema@.store_settings.revenue_date is 'See settings.';
comment on column @schema@.store_settings.click_window is 'See settings.';
comment on column @schema@.store_settings.view_window is 'See settings.';
comment on column @schema@.store_settings.coupon_window is 'See settings.';
comment on column @schema@.store_settings.keyword_window is 'See settings.';
comment on column @schema@.store_settings.unknown_window is 'See settings.';
comment on column @schema@.store_settings.accept_view_only is 'See settings.';
comment on column @schema@.store_settings.revenue_figure is 'See settings.';
comment on column @schema@.store_settings.tolerance is 'See settings.';
comment on column @schema@.store_settings.require_customer_match is 'See settings.';
comment on column @schema@.store_settings.calling_code is 'See settings.';
comment on column @schema@.store_settings.excluded_order_tags is 'See settings.';
comment on column @schema@.store_settings.accepted_sales_channels is 'See settings.';
comment on column @schema@.store_settings.exclude_zero_net_orders is 'See settings.';
comment on column @schema@.store_settings.accept_renewals is 'See settings.';
comment on column @schema@.store_settings.default_currencies is 'See settings.';
comment on column @schema@.store_settings.discount_code_prefixes is 'See settings.';
comment on column @schema@.store_settings.survey_attributes is 'See settings.';
comment on column @schema@.store_settings.built_by is 'The policy by which its marts were last built.';
comment on column @schema@.store_settings.policy is 'The policy of now in the same form.';
