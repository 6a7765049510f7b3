-- Singer's version of a table, the generation that a row belongs to: a full refresh takes away the rows that it no
-- longer has, from these streams as from any other.

alter table @schema@.shopify_orders add column _sdc_table_version bigint;
comment on column @schema@.shopify_orders._sdc_table_version is
  'The version of the full refresh that had the row last; null where its source has no versions.';
alter table @schema@.attributed_orders add column _sdc_table_version bigint;
comment on column @schema@.attributed_orders._sdc_table_version is
  'The version of the full refresh that had the row last; null where its source has no versions.';
alter table @schema@.message_performance add column _sdc_table_version bigint;
comment on column @schema@.message_performance._sdc_table_version is
  'The version of the full refresh that had the row last; null where its source has no versions.';
alter table @schema@.postscript_subscribers add column _sdc_table_version bigint;
comment on column @schema@.postscript_subscribers._sdc_table_version is
  'The version of the full refresh that had the row last; null where its source has no versions.';
alter table @schema@.postscript_keywords add column _sdc_table_version bigint;
comment on column @schema@.postscript_keywords._sdc_table_version is
  'The version of the full refresh that had the row last; null where its source has no versions.';
alter table @schema@.postscript_webhooks add column _sdc_table_version bigint;
comment on column @schema@.postscript_webhooks._sdc_table_version is
  'The version of the full refresh that had the row last; null where its source has no versions.';
