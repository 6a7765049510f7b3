-- The policy by which orders and claims are judged and days are told: one row per store, so that every reader gets
-- the same answer and no rule is kept in two places.

create table @schema@.settings (
  store_id                text collate "C" primary key,
  -- An unknown name fails here, with PostgreSQL's own message, not in the middle of a load.
  reporting_timezone      text not null default 'UTC'
    check (timestamp '2000-01-01' at time zone reporting_timezone is not null),
  revenue_date            text not null default 'order' check (revenue_date in ('order', 'message')),
  click_window            interval default '7 days' check (click_window >= '0'),
  view_window             interval default '24 hours' check (view_window >= '0'),
  coupon_window           interval check (coupon_window >= '0'),
  keyword_window          interval check (keyword_window >= '0'),
  unknown_window          interval check (unknown_window >= '0'),
  accept_view_only        boolean not null default true,
  revenue_figure          text not null default 'net' check (revenue_figure in ('total', 'subtotal', 'net')),
  tolerance               numeric not null default 0.01 check (tolerance >= 0),
  require_customer_match  boolean not null default false,
  calling_code            text check (calling_code ~ '^[1-9][0-9]{0,2}$'),
  excluded_order_tags     text[] not null default '{sm-exclude-order}',
  accepted_sales_channels text[],
  exclude_zero_net_orders boolean not null default false,
  accept_renewals         boolean not null default false,
  default_currencies      jsonb not null default '{}' check (jsonb_typeof(default_currencies) = 'object')
);

-- The row of every store that has none of its own.
insert into @schema@.settings (store_id) values ('*');

comment on table @schema@.settings is
  'The policy of each store; the row ''*'' is that of every store without one of its own. A change takes effect with '
  'the next load, which then rebuilds the marts of the stores concerned, or at once with: select refresh_marts().';
comment on column @schema@.settings.store_id is 'The shop; ''*'' for every shop without a row of its own.';
comment on column @schema@.settings.reporting_timezone is
  'IANA name of the timezone in which instants become days and local times.';
comment on column @schema@.settings.revenue_date is
  'order: revenue counts on the day of the order; message: on the day the message was sent.';
comment on column @schema@.settings.click_window is
  'The longest time from send to order for a click; exactly that long is inside; null for any.';
comment on column @schema@.settings.view_window is 'The same for a view without a click.';
comment on column @schema@.settings.coupon_window is 'The same for a coupon.';
comment on column @schema@.settings.keyword_window is 'The same for a keyword.';
comment on column @schema@.settings.unknown_window is 'The same where the kind of claim is unknown.';
comment on column @schema@.settings.accept_view_only is 'Whether a view without a click can bring an order.';
comment on column @schema@.settings.revenue_figure is
  'Which figure of an order is its revenue: total (what was charged), subtotal (goods after discounts), net (total '
  'less refunds).';
comment on column @schema@.settings.tolerance is
  'Claimed and actual revenue that differ by at most this are taken as equal: the claim is valid, not adjusted.';
comment on column @schema@.settings.require_customer_match is
  'Whether a claim is rejected when phone and email are known on both sides and neither agrees.';
comment on column @schema@.settings.calling_code is
  'Country calling code of phone numbers that are written without one; null leaves those out of comparisons.';
comment on column @schema@.settings.excluded_order_tags is
  'Order tags that mark test and internal orders, whatever their case: such orders are invalid.';
comment on column @schema@.settings.accepted_sales_channels is
  'Values of shopify_orders.source_name whose orders are valid; null accepts all. Orders without one stay valid.';
comment on column @schema@.settings.exclude_zero_net_orders is 'Whether orders with net revenue 0 are invalid.';
comment on column @schema@.settings.accept_renewals is
  'Whether a message can bring an order by which a subscription charged itself.';
comment on column @schema@.settings.default_currencies is
  'ISO 4217 code by platform, such as {"postscript": "USD"}, for amounts that come without one.';

create table @schema@.settings_log (
  changed_at timestamptz not null default clock_timestamp(),
  store_id   text collate "C" not null,
  setting    text not null,
  old_value  text,
  new_value  text,
  changed_by text not null default session_user
);

comment on table @schema@.settings_log is 'Every change of a setting, one row each, in the order of changed_at.';
comment on column @schema@.settings_log.changed_at is 'When it was changed.';
comment on column @schema@.settings_log.store_id is 'The row of settings.';
comment on column @schema@.settings_log.setting is 'The column of settings.';
comment on column @schema@.settings_log.old_value is 'Its value before; null also where the row is new.';
comment on column @schema@.settings_log.new_value is 'Its value since; null also where the row was removed.';
comment on column @schema@.settings_log.changed_by is 'The role that changed it.';

-- Part of the table as its constraints are: no change goes by without it, whoever makes it.
create function @schema@.log_setting_changes() returns trigger
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  insert into settings_log (store_id, setting, old_value, new_value)
  select coalesce(new.store_id, old.store_id), coalesce(o.key, n.key), o.value, n.value
  from jsonb_each_text(case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end) as o
  full join jsonb_each_text(case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end) as n using (key)
  where o.value is distinct from n.value and coalesce(o.key, n.key) <> 'store_id';
  return null;
end
$$;
comment on function @schema@.log_setting_changes() is 'Trigger of settings: writes settings_log.';
create trigger settings_log after insert or update or delete on @schema@.settings
  for each row execute function @schema@.log_setting_changes();

create table @schema@.order_kind_rules (
  field      text collate "C" not null check (field in ('source_name', 'tag')),
  pattern    text collate "C" not null check (pattern = lower(pattern)),
  order_kind text not null check (order_kind in ('one_time', 'subscription_first', 'subscription_renewal')),
  primary key (field, pattern)
);
insert into @schema@.order_kind_rules (field, pattern, order_kind) values
  ('source_name', 'subscription_contract%', 'subscription_renewal'),
  ('tag', 'subscription recurring order', 'subscription_renewal'),
  ('tag', 'subscription first order', 'subscription_first');

comment on table @schema@.order_kind_rules is
  'Which orders a subscription charged by itself, where the source of an order does not say: by sales channel and '
  'tags. A tag counts before the sales channel, a renewal before a first order. Rows can be added for other apps.';
comment on column @schema@.order_kind_rules.field is 'source_name, or tag for any one of the order''s tags.';
comment on column @schema@.order_kind_rules.pattern is 'A pattern of LIKE in lower case.';
comment on column @schema@.order_kind_rules.order_kind is 'The kind of order that it stands for.';

create table @schema@.stores (
  store_id  text collate "C" primary key,
  built_by  jsonb
);

comment on table @schema@.stores is
  'The stores of which anything was loaded, and the policy by which the marts of each were last built.';
comment on column @schema@.stores.store_id is 'The shop.';
comment on column @schema@.stores.built_by is
  'Settings and order_kind_rules at the last rebuild; where they differ from those of now, the next refresh rebuilds.';

analyze @schema@.settings, @schema@.order_kind_rules, @schema@.stores;
