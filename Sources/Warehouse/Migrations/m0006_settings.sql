-- How the marts read the streams. One row, so that every reader gets the same answer.

create table @schema@.settings (
  singleton               boolean primary key default true check (singleton),
  -- An unknown name fails here, with PostgreSQL's own message, not in the middle of a load.
  reporting_timezone      text not null default 'UTC'
    check (timestamp '2000-01-01' at time zone reporting_timezone is not null),
  revenue_date            text not null default 'order' check (revenue_date in ('order', 'message')),
  accepted_sales_channels text[],
  exclude_zero_net_orders boolean not null default false,
  excluded_order_tags     text[] not null default '{sm-exclude-order}'
);

insert into @schema@.settings default values;

comment on table @schema@.settings is
  'Settings of the marts, exactly one row. A change takes effect with the next load, which then rebuilds the '
  'marts, or at once with: select rebuild_marts().';
comment on column @schema@.settings.singleton is 'Always true: keeps the table at one row.';
comment on column @schema@.settings.reporting_timezone is
  'IANA name of the timezone in which instants become days and local times.';
comment on column @schema@.settings.revenue_date is
  'order: revenue counts on the day of the order; message: on the day the message was sent.';
comment on column @schema@.settings.accepted_sales_channels is
  'Values of shopify_orders.source_name whose orders are valid; null accepts all. Orders without one stay valid.';
comment on column @schema@.settings.exclude_zero_net_orders is 'Whether orders with net revenue 0 are invalid.';
comment on column @schema@.settings.excluded_order_tags is
  'Order tags that mark test and internal orders, whatever their case: such orders are invalid.';

create table @schema@.mart_state (
  singleton boolean primary key default true check (singleton),
  settings  jsonb
);

insert into @schema@.mart_state default values;

comment on table @schema@.mart_state is
  'What the marts were last built with, exactly one row; where it differs from settings the next refresh rebuilds.';
comment on column @schema@.mart_state.singleton is 'Always true: keeps the table at one row.';
comment on column @schema@.mart_state.settings is
  'The settings row of the last rebuild; null before the first, or to ask for one.';

-- One row, and the planner should know it: every mart query joins it.
analyze @schema@.settings, @schema@.mart_state;
