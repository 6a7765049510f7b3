create or replace view @schema@.coverage_stretches as
select
  c.store_id,
  c.stream,
  c.source_system,
  c.observed_at,
  c.is_complete,
  s.reporting_timezone,
  tstzrange(
    case when c.covers_from ~ '^\d{4}-\d\d-\d\d$'
      then c.covers_from::date::timestamp at time zone s.reporting_timezone else c.covers_from::timestamptz end,
    case when c.covers_until ~ '^\d{4}-\d\d-\d\d$'
      then c.covers_until::date::timestamp at time zone s.reporting_timezone else c.covers_until::timestamptz end
  ) as stretch,
  'platform_reported_orders' <> all (string_to_array(c.lacks, ',')) as tells_orders,
  'platform_reported_order_revenue' <> all (string_to_array(c.lacks, ',')) as tells_revenue
from @schema@.export_coverage as c
join @schema@.store_settings as s using (store_id);

comment on view @schema@.coverage_stretches is 'export_coverage with its bounds as instants.';
comment on column @schema@.coverage_stretches.store_id is 'The shop.';
comment on column @schema@.coverage_stretches.stream is 'The stream.';
comment on column @schema@.coverage_stretches.source_system is 'The platform; shopify for the shop''s own orders.';
comment on column @schema@.coverage_stretches.observed_at is 'When the export was made.';
comment on column @schema@.coverage_stretches.is_complete is 'Whether what the export lacks is gone.';
comment on column @schema@.coverage_stretches.reporting_timezone is 'The timezone of the days.';
comment on column @schema@.coverage_stretches.stretch is 'The instants that are covered.';
comment on column @schema@.coverage_stretches.tells_orders is 'Whether message figures have a column of orders.';
comment on column @schema@.coverage_stretches.tells_revenue is 'Whether message figures have a column of revenue.';
