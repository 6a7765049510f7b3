-- An export that ends within a day says nothing of what comes later on that day.

alter table @schema@.coverage_days
  add column edges tstzrange[],
  add column edges_at timestamptz[];

comment on column @schema@.coverage_days.edges is
  'The parts of the day that complete exports cover, one by one, of those that do not cover all of it; in the order '
  'of edges_at.';
comment on column @schema@.coverage_days.edges_at is 'When each of these exports was made.';
comment on column @schema@.claim_outcomes.outcome_reason is
  'Why it is not the last touch: other_platform_wins, other_message_wins, order_not_covered, order_name_ambiguous, '
  'order_revenue_unknown, not_in_newest_export, told_again (the same claim came later by another name of its order), '
  'or the first of rejection_reasons.';

-- A total to date and one of a range may begin on one day, and each have figures that the other does not know.
alter table @schema@.rpt_outbound_message_performance_summary_daily
  add column total_kind text collate "C" check (total_kind in ('to_date', 'range'));
update @schema@.rpt_outbound_message_performance_summary_daily set total_kind = 'to_date' where granularity = 'total';
drop index @schema@.rpt_outbound_message_performance_summary_daily_key;
create unique index rpt_outbound_message_performance_summary_daily_key
  on @schema@.rpt_outbound_message_performance_summary_daily
  (message_id, source_system, sm_store_id, (coalesce(date, 'infinity'::date)), campaign_ref, granularity,
   (coalesce(total_kind, '')), (coalesce(currency, '')));

comment on column @schema@.rpt_outbound_message_performance_summary_daily.total_kind is
  'Of a total: to_date, or range where it says where it ends. Null for a day.';

-- An export that has no column of orders does not say of a day that there were none.
alter table @schema@.export_coverage
  add column lacks text collate "C" not null default '',
  drop constraint export_coverage_pkey,
  add primary key
    (store_id, stream, source_system, covers_from, covers_until, observed_at, is_complete, lacks);
alter table @schema@.coverage_days
  add column tells_orders boolean,
  add column tells_revenue boolean;

comment on column @schema@.export_coverage.lacks is
  'The figures, joined by commas, that the export has no column for.';
comment on column @schema@.coverage_days.tells_orders is
  'Whether complete exports that have a column of orders have all of the day; of message_performance.';
comment on column @schema@.coverage_days.tells_revenue is
  'Whether complete exports that have a column of revenue have all of the day; of message_performance.';

-- A refund that is deleted, or was of another order than was said, leaves an order behind.
create table @schema@.refund_orders (
  store_id  text collate "C" not null,
  refund_id text collate "C" not null,
  order_id  text collate "C" not null,
  primary key (refund_id, store_id)
);

comment on table @schema@.refund_orders is
  'The orders whose figures in the marts have the refunds of shopify_refunds taken off.';
comment on column @schema@.refund_orders.store_id is 'The shop.';
comment on column @schema@.refund_orders.refund_id is 'Shopify''s id of the refund.';
comment on column @schema@.refund_orders.order_id is 'The order.';

-- Refunds come with Singer's versions as other streams do.
alter table @schema@.shopify_refunds add column _sdc_table_version bigint;
comment on column @schema@.shopify_refunds._sdc_table_version is
  'The version of the full refresh that had the row last; null where its source has no versions.';

-- The end of each figure of a total: one may be of a later export than another.
alter table @schema@.rpt_outbound_message_performance_summary_daily add column figure_ends jsonb;
comment on column @schema@.rpt_outbound_message_performance_summary_daily.figure_ends is
  'Of a total: the last day that each of its figures covers, by figure (sends, receives, clicks, bounces, orders, '
  'revenue, and row for all others). Null for a day.';
