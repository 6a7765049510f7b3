-- Refunds have a table of their own: a refund that a source tells of without its amount takes no amount away that
-- another told. Until now they had one like any stream without a migration.
create function @schema@.set_refunds_aside() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
begin
  if to_regclass('shopify_refunds') is not null then
    alter table shopify_refunds rename to shopify_refunds__before;
  end if;
end
$$;
select @schema@.set_refunds_aside();
drop function @schema@.set_refunds_aside();

create table @schema@.shopify_refunds (
  store_id           text collate "C" not null default 'default',
  refund_id          text collate "C" not null,
  order_id           text collate "C",
  refunded_at        timestamptz,
  amount             numeric,
  currency           text collate "C",
  extra              jsonb,
  _sdc_extracted_at  timestamptz,
  _sdc_batched_at    timestamptz not null default now(),
  _sdc_known         bigint not null default -1,
  _sdc_stamps        jsonb,
  primary key (refund_id, store_id)
);
create index shopify_refunds_order on @schema@.shopify_refunds (order_id, store_id);

comment on table @schema@.shopify_refunds is
  'Refunds of orders with the time of each, one row per refund, as last seen.';
comment on column @schema@.shopify_refunds.store_id is 'The shop.';
comment on column @schema@.shopify_refunds.refund_id is 'Shopify''s id of the refund.';
comment on column @schema@.shopify_refunds.order_id is 'The order that was refunded.';
comment on column @schema@.shopify_refunds.refunded_at is 'When the refund was made.';
comment on column @schema@.shopify_refunds.amount is
  'What was given back, in the shop''s currency; null where unknown.';
comment on column @schema@.shopify_refunds.currency is 'ISO 4217 code of the amount.';
comment on column @schema@.shopify_refunds.extra is 'Fields of the record that have no column here.';
comment on column @schema@.shopify_refunds._sdc_extracted_at is
  'When the source was observed; null where that is unknown.';
comment on column @schema@.shopify_refunds._sdc_batched_at is 'When the loader last wrote this row.';
comment on column @schema@.shopify_refunds._sdc_known is
  'Which columns the newest observation knew: the sum of 2 to the power of the column''s number less 1.';
comment on column @schema@.shopify_refunds._sdc_stamps is
  'When and by what the other columns were observed, where another source knew them; else null.';

create function @schema@.take_refunds_over() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  known text[];
  wanted text[];
begin
  if to_regclass('shopify_refunds__before') is null then
    return;
  end if;
  select array_agg(attname::text) into known from pg_attribute
  where attrelid = 'shopify_refunds__before'::regclass and attnum > 0 and not attisdropped;
  wanted := array(
    select name from unnest(array['store_id', 'refund_id', 'order_id', 'refunded_at', 'amount', 'currency',
      '_sdc_extracted_at']) as name
    where name = any (known));
  execute format('insert into shopify_refunds (%1$s) select %1$s from shopify_refunds__before on conflict do nothing',
    array_to_string(wanted, ', '));
  drop table shopify_refunds__before;
  delete from etl_streams where table_name = 'shopify_refunds';
end
$$;
select @schema@.take_refunds_over();
drop function @schema@.take_refunds_over();

-- Of several observations of one time the content decides, which stamps now say, too.
create function @schema@.rank_stamps() returns void
language plpgsql
set search_path = @schema@, pg_temp
as $$
declare
  stamped text;
begin
  for stamped in
    select attrelid::regclass::text from pg_attribute as a join pg_class as c on c.oid = a.attrelid
    where c.relnamespace = (select relnamespace from pg_class where oid = 'shopify_refunds'::regclass)
      and c.relkind in ('r', 'p') and not c.relispartition and a.attname = '_sdc_stamps'
  loop
    execute format('update %s set _sdc_stamps = (
      select jsonb_object_agg(key, value || ''[0]'') from jsonb_each(_sdc_stamps)) where _sdc_stamps is not null',
      stamped);
  end loop;
end
$$;
select @schema@.rank_stamps();
drop function @schema@.rank_stamps();
