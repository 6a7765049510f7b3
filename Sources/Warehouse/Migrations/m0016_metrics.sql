-- The catalogue of metrics: what each figure is, once, and the same for every platform. Reports, the comments of the
-- views (describe_metrics) and the page of documentation are made from it.

-- Taps have streams of that name (of Klaviyo, for one). The table of such a stream steps aside, to the name that a new
-- stream would get; what was built on it follows.
create function @schema@.set_stream_aside() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  free text := 'metrics__stream';
begin
  if not exists (select from etl_streams where table_name = 'metrics') then
    return;
  end if;
  while exists (select from etl_streams where table_name = free)
    or exists (select from pg_class where relname = free and relnamespace = current_schema()::regnamespace)
  loop
    free := free || '_';
  end loop;
  if exists (
    select from pg_class where relname = 'metrics' and relnamespace = current_schema()::regnamespace) then
    execute format('alter table metrics rename to %I', free);
  end if;
  update etl_streams set table_name = free, changed_at = now() where table_name = 'metrics';
  raise warning 'the table of the stream metrics is % from now on: metrics is the catalogue of figures', free;
end
$$;
select @schema@.set_stream_aside();
drop function @schema@.set_stream_aside();

create table @schema@.metrics (
  name         text collate "C" primary key,
  definition   text not null,
  unit         text not null check (unit in ('money', 'count', 'share', 'money_per_message', 'minutes', 'days')),
  numerator    text,
  denominator  text,
  views        text[] not null default '{}',
  since        text not null,
  postscript   text,
  klaviyo      text,
  attentive    text,
  sourcemedium text,
  check ((numerator is null) = (denominator is null))
);

comment on table @schema@.metrics is
  'What each figure of the views and reports means, once and for every platform, and how others define the same word.';
comment on column @schema@.metrics.name is 'The figure, as the columns of views and reports are called.';
comment on column @schema@.metrics.definition is 'What it is, in a sentence.';
comment on column @schema@.metrics.unit is
  'money: an amount of the currency beside it; count; share: a fraction of 1; money_per_message; minutes; days.';
comment on column @schema@.metrics.numerator is 'Of a quotient, what is divided.';
comment on column @schema@.metrics.denominator is
  'Of a quotient, what it is divided by; a quotient is unknown where that is 0 or unknown.';
comment on column @schema@.metrics.views is 'The views that have the figure in a column of its name.';
comment on column @schema@.metrics.since is 'The version of the programs that has had it first.';
comment on column @schema@.metrics.postscript is 'How Postscript defines the word; null where that is not known.';
comment on column @schema@.metrics.klaviyo is 'How Klaviyo defines the word; null where that is not known.';
comment on column @schema@.metrics.attentive is 'How Attentive defines the word; null where that is not known.';
comment on column @schema@.metrics.sourcemedium is 'How SourceMedium defines the word; null where that is not known.';

insert into @schema@.metrics (name, definition, unit, numerator, denominator, views, since) values
  ('claims', 'Claims that the platform makes: those that its newest export of the day no longer has are left out.',
    'count', null, null, '{revenue_summary,revenue_summary_monthly}', '0.1.0'),
  ('reported', 'Revenue that the platform states, and no one else has checked: in figures of claims what its '
    'claims state, in figures of messages what its analytics state where they cover the day, else its claims.',
    'money', null, null,
    '{revenue_summary,revenue_summary_monthly,message_rows,message_totals,flow_revenue,flow_against_campaign,'
    'message_ranking,platform_comparison_monthly}', '0.1.0'),
  ('validated', 'Revenue of the orders whose claims stand after the check against Shopify, by the order''s own '
    'figure: an order once per platform, so over all platforms an order that two rightly claim is in it twice.',
    'money', null, null, '{revenue_summary,revenue_summary_monthly,message_rows,message_totals,flow_revenue,'
    'flow_against_campaign,platform_comparison_monthly}', '0.1.0'),
  ('last_touch', 'Revenue of the orders of which the platform has the last valid touch: an order once in all.',
    'money', null, null, '{revenue_summary,revenue_summary_monthly,message_rows,message_totals,flow_revenue,'
    'flow_against_campaign,message_ranking,platform_comparison_monthly}', '0.1.0'),
  ('last_touch_orders', 'Orders of which the platform has the last valid touch.', 'count', null, null,
    '{revenue_summary,revenue_summary_monthly,message_rows,message_totals,flow_revenue}', '0.1.0'),
  ('last_touch_share', 'The part of what the platform reports that is last-touch revenue.', 'share', 'last_touch',
    'reported', '{revenue_summary}', '0.1.0'),
  ('shop_revenue', 'What the shop sold: the revenue of all valid orders, by the figure that the policy takes '
    '(total, subtotal or net).', 'money', null, null, '{}', '0.1.0'),
  ('reported_of_shop', 'The part of the shop''s own revenue that the platform claims; above 1 it claims more than '
    'was sold.', 'share', 'reported', 'shop_revenue', '{}', '0.1.0'),
  ('last_touch_of_shop', 'The part of the shop''s own revenue that is last-touch revenue of the platform.', 'share',
    'last_touch', 'shop_revenue', '{}', '0.1.0'),
  ('order_revenue', 'Revenue of the orders themselves, by the figure that the policy takes; unknown where the '
    'warehouse does not hold them.', 'money', null, null, '{revenue_not_counted}', '0.1.0'),
  ('orders', 'Orders, each once.', 'count', null, null, '{}', '0.1.0'),
  ('sends', 'Messages sent.', 'count', null, null, '{message_rows,message_totals,flow_revenue,'
    'flow_against_campaign}', '0.1.0'),
  ('receives', 'Messages delivered.', 'count', null, null, '{message_rows,message_totals,flow_revenue,'
    'flow_against_campaign,message_ranking}', '0.1.0'),
  ('unique_clicks', 'Recipients who clicked.', 'count', null, null, '{message_rows,message_totals}', '0.1.0'),
  ('click_through_rate', 'Recipients who clicked per message delivered, of messages of which both are known.', 'share',
    'unique_clicks', 'receives', '{click_through_monthly,flow_against_campaign,message_ranking}', '0.1.0'),
  ('failures', 'Messages that bounced or could not be delivered.', 'count', null, null, '{delivery_failure_weekly}',
    '0.1.0'),
  ('failure_rate', 'Failed messages per message delivered, of messages of which both are known.', 'share', 'failures',
    'receives', '{delivery_failure_weekly}', '0.1.0'),
  ('revenue_per_receive', 'Last-touch revenue per message delivered, of messages of which both are known.',
    'money_per_message', 'last_touch', 'receives', '{flow_revenue,flow_against_campaign,message_ranking,'
    'platform_comparison_monthly}', '0.1.0'),
  ('median_minutes_to_order', 'Half of the orders came within so many minutes of the touch.', 'minutes', null, null,
    '{flow_revenue}', '0.1.0'),
  ('minutes_to_order', 'Minutes from the touch (the click where it is known, else the send) to the order.', 'minutes',
    null, null, '{}', '0.1.0'),
  ('subscribed', 'People who joined the SMS list.', 'count', null, null, '{list_growth_weekly}', '0.1.0'),
  ('unsubscribed', 'People who left the list after a message, as the platform''s analytics count them.', 'count', null,
    null, '{}', '0.1.0'),
  ('lifetime_value', 'Revenue of all valid orders so far per customer.', 'money', 'shop_revenue', 'customers', '{}',
    '0.1.0'),
  ('customers', 'People who ordered, each once.', 'count', null, null, '{}', '0.1.0'),
  ('first_touch', 'Revenue of the orders of which the platform has the first valid touch: an order once in all.',
    'money', null, null, '{}', '0.1.0'),
  ('linear', 'Revenue of the orders shared equally by all their valid claims, to the smallest unit of the amount: an '
    'order once in all.', 'money', null, null, '{}', '0.1.0'),
  ('click_before_view', 'Revenue of the orders by the last click, and where nobody clicked by the last other touch: an '
    'order once in all.', 'money', null, null, '{}', '0.1.0'),
  ('platform_own', 'What the platform states for the same claims, each for itself: an order as often as it is '
    'claimed.', 'money', null, null, '{}', '0.1.0'),
  ('days_covered', 'Days of which an export has been loaded.', 'days', null, null, '{}', '0.1.0'),
  ('days_missing', 'Days between the first and the last that exports cover of which there is none.', 'days', null,
    null, '{}', '0.1.0');

-- How the platforms themselves define the word, as their documentation says.
update @schema@.metrics as m
set postscript = d.postscript, klaviyo = d.klaviyo, attentive = d.attentive, sourcemedium = d.sourcemedium
from (values
  ('click_through_rate', 'total clicks / sent', 'unique clicks / delivered', 'total clicks / recipients',
    'unique clicks / receives'),
  ('revenue_per_receive', 'revenue / delivered', 'attributed revenue / recipients', 'revenue / recipients',
    'last-touch revenue / receives'),
  ('failure_rate', 'failed / sent', 'failed / recipients', null, 'bounces / receives'),
  ('reported', 'orders within 7 days of the send of a text that was clicked, within 24 hours of one that was not; '
    'each shop can set both', 'last touch within its own windows; new accounts: e-mail open and click 5 days, text '
    'click 5 days, text open 1 day, text delivery 12 hours', 'new customers: text delivered 24 hours, click 5 days; '
    'older accounts: click 30 days, view 1 day', 'as the platform reports it')
) as d (name, postscript, klaviyo, attentive, sourcemedium)
where d.name = m.name;

analyze @schema@.metrics;
